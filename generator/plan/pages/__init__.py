"""The pages of the site, one file for each family of them."""
