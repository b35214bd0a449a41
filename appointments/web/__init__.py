"""The pages that Django renders, and their forms."""
