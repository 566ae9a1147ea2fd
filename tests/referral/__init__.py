"""The shipped policies: their cases, their rules, and what ignorance does to them."""
