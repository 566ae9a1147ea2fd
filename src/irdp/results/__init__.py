"""Results: a table of visits, one assessment, where they come from, in words."""
