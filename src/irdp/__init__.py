"""Early screening of désinsertion professionnelle in occupational health."""
