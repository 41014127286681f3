console.debug("calendar")
