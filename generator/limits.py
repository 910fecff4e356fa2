"""How much of anything is let in, each figure with its reason. Every door looks here.

The figures are far above what people send and far below what stops a small laptop: a limit is met
by a mistake or an attack, never by a day's work.
"""

# content/ as a whole

FILES = 200_000
"""150 deputies with 200 posts of six files each are 180,000."""

FOLDERS_DEEP = 16
"""Posts stand two or three folders deep; a walk calls itself once for each."""

PATH_LETTERS = 400
"""Of a path inside content/. Windows stops at 260 from the drive's letter on."""

POST_MEDIA = 300
"""Photos and clips of one post: some 100 pages of a phone's screen."""

# Texts

TEXT_BYTES = 2_000_000
"""Of a .md, .txt, .srt or .vtt: a book of 400 pages has about one million letters in UTF-8."""

TEXT_LETTERS = 200_000
"""Of one text: some 100 pages, three hours to read aloud. The slowest that Markdown was made to
be with so many, backslashes alone, is 10 s."""

MARK_WORK = 20_000_000
"""Marks ("[" and "<") times letters, summed over paragraphs. Python-Markdown looks from each open
bracket to the paragraph's end: 20,000 brackets in a row took 190 s, this many 3 s. A list of 300
links is 5 million."""

NESTED = 40
"""Quotes in quotes, lists in lists, tables in tables, keys in keys. Word's own menus stop at 9."""

SETTINGS_BYTES = 200_000
"""Of site.toml, post.toml and front matter. YAML reads some 100 KB a second, with 300 photos of
two alts and captions each a post.toml has 100 KB."""

FIELD_LETTERS = 5_000
"""Of one value there: a caption, a claim, a summary; two pages."""

ITEMS = 300
"""In one list or table there: tags, aliases, photos with a caption."""

ALIASES = 20
"""Of YAML, where the same piece may stand in many places: so many can name it 1,000 times, and no
front matter needs one."""

# Word files

WORD_BYTES = 100_000_000
"""Of the file itself: Word keeps photos in it."""

WORD_PARTS = 5_000
"""Files inside the file: photos, styles, headers."""

WORD_XML_BYTES = 30_000_000
"""Unpacked, of all its XML: 150 pages with tables and tracked changes have about 5 MB."""

WORD_NODES = 600_000
"""Elements and attributes of all its XML, each some 0.7 KB of memory; 150 pages have 120,000."""

WORD_XML_DEEP = 200
"""A table inside a table is four elements deeper."""

# Photos

PHOTO_POINTS = 110_000_000
"""The largest phone cameras write 108 million points; decoded they take 330 MB."""

PHOTO_SIDE_PX = 60_000
"""A panorama of a phone has 16,000; JPEG itself ends at 65,535."""

# Clips

CLIP_BYTES = 20_000_000_000
"""Two hours of a phone's 4K."""

CLIP_SECONDS = 4 * 3600.0
"""A council's whole session."""

CLIP_SIDE_PX = 8192
"""8K, which new phones film, is 7,680 wide."""

CLIP_LEAST_PX = 16
"""Encoders work in squares of so many."""

CLIP_STREAMS = 32
"""Phones write up to six: picture, sound, and what their sensors saw."""

TOOL_MEMORY_BYTES = 8_000_000_000
"""Of addresses, for one ffmpeg: a clip of 4K in ten bits takes 2.7 GB of them and 0.9 of memory."""
