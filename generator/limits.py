"""Upper bounds on what is read and made, each with its reason.

They lie far above what people send and far below what stops a small laptop, so only a mistake or
an attack meets one. Every module that reads content/ takes its bounds from here.
"""

# content/ as a whole

FILES = 200_000  # 150 deputies with 200 posts of six files each make 180,000
FOLDERS_DEEP = 16  # posts are two or three folders deep; the walk recurses once for each
PATH_LETTERS = 400  # of a path inside content/; Windows stops at 260, counted from the drive
POST_MEDIA = 300  # photos and clips of one post: some 100 pages on a phone

# Texts

TEXT_BYTES = 2_000_000  # of a .md, .txt, .srt or .vtt: a book of 400 pages in UTF-8
# Of one text: some 100 pages, three hours to read aloud. The slowest input found for Markdown,
# backslashes alone, takes 10 s at this length.
TEXT_LETTERS = 200_000
# Marks ("[" and "<") times letters, summed over paragraphs. Python-Markdown searches from each open
# bracket to the end of the paragraph: 20,000 brackets in a row took 190 s, this bound takes 3 s. A
# list of 300 links is 5 million.
MARK_WORK = 20_000_000
NESTED = 40  # quotes, lists, tables and keys inside each other; Word's own menus stop at 9
# Of site.toml, post.toml and front matter. YAML reads some 100 KB a second; a post.toml with two
# alts and captions for each of 300 photos has 100 KB.
SETTINGS_BYTES = 200_000
FIELD_LETTERS = 5_000  # of one value there, such as a caption, claim or summary: two pages
ITEMS = 300  # in one list or table there: tags, aliases, photos with a caption
ALIASES = 20  # in YAML: enough to name one piece 1,000 times, and no front matter needs one

# Chats

CHAT_START_BYTES = 200_000  # read of a file to tell a chat: 1,500 messages; one page is 60,000
ARCHIVE_TEXTS = 20  # looked into in an archive; an export has one, of a long chat a few pages
ARCHIVE_LIST_BYTES = 5_000_000  # the list of 50,000 files; an export of ten years has 10,000

# Word files

WORD_BYTES = 100_000_000  # of the file itself: Word embeds photos
WORD_PARTS = 5_000  # files inside the file: photos, styles, headers
WORD_XML_BYTES = 30_000_000  # of all XML, unpacked: 150 pages with tracked changes have 5 MB
WORD_NODES = 600_000  # elements and attributes, 0.7 KB of memory each; 150 pages have 120,000
WORD_XML_DEEP = 200  # a table inside a table is four elements deeper

# Photos

PHOTO_POINTS = 110_000_000  # the largest phone cameras write 108 million: 330 MB decoded
PHOTO_SIDE_PX = 60_000  # a phone's panorama has 16,000; JPEG ends at 65,535

# Clips

CLIP_BYTES = 20_000_000_000  # two hours of a phone's 4K
CLIP_SECONDS = 4 * 3600.0  # a whole session of a council
CLIP_SIDE_PX = 8192  # 8K, which new phones film, is 7,680 wide
CLIP_LEAST_PX = 16  # the block size of encoders
CLIP_STREAMS = 32  # phones write up to six: picture, sound, and readings of their sensors
# Of address space for one ffmpeg: a ten-bit 4K clip reserves 2.7 GB and uses 0.9 GB of memory.
TOOL_MEMORY_BYTES = 8_000_000_000

# Files sent from a phone

INBOX_PHOTO_BYTES = 500_000_000  # the largest raw photos have 120 MB, TIFFs of them 330 MB
INBOX_SOUND_BYTES = 1_000_000_000  # of a voice note: an hour and a half as WAV
INBOX_BYTES = 2 * CLIP_BYTES  # of all that is not whole yet: two phones that send the largest clip
INBOX_SPARE_BYTES = 1_000_000_000  # stay free on the disk, or the computer stops working
INBOX_OPEN = 60  # not whole yet at a time; a page sends three at a time, an office has few phones
INBOX_DAYS = 7  # what did not become whole is kept: a weekend, and a journey without Wi-Fi
INBOX_METADATA_LETTERS = 4_000  # of all names and values; a name of 255 bytes takes 340
INBOX_STALLED_SECONDS = 60.0  # without a byte: the phone is gone, its line is not closed yet
INBOX_WORDS_BYTES = 20_000  # of the few sentences: ten pages
