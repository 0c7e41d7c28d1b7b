"""What staff see of the whole house, and do to it: the API below `api/v1/admin/` and the index of the admin.

Both read the same selectors, so both show the same numbers.
"""
