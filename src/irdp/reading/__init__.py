"""Reading aids: what a score is made of, what it could still be, what would change it."""
