"""Files of visits and of results: read whole, streamed, written whole or not at all."""
