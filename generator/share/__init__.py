"""A post in, what social networks want of it out: the kit of `jarshy share`."""
