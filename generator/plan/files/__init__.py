"""Files beside the pages: feeds, sitemap, search, calendars."""
