"""The five documents as frozen models, their checks and their digests."""
