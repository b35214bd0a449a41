"""The pages that Django renders, their forms, and what each of them knows."""
