"""Forms: what a page asks for and which sentence a wrong answer gets."""
