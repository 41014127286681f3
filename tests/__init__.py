"""The tests mirror the tree of the product, room by room and module by module."""
