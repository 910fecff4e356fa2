"""Writes the rules that a server needs, in the language of each kind of server."""

from pathlib import Path

from generator.publish.http_headers import LASTING_SECONDS, SHORT_SECONDS, TYPES
from generator.publish.ledger import FOLDER

_LASTING = f"public, max-age={LASTING_SECONDS}, immutable"
_SHORT = f"public, max-age={SHORT_SECONDS}"


def write_server_config(output: Path, beside: Path) -> tuple[Path, ...]:
    """Writes the rules of Apache and static hosts into output/, and those of nginx to `beside`."""
    texts = {
        output / ".htaccess": htaccess(),
        output / "_headers": headers(),
        beside / "nginx-jarshy.conf": nginx(),
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(texts)


def htaccess() -> str:
    """For Apache and LiteSpeed; a part whose module is missing has no effect."""
    types = "".join(f"AddType {_bare(kind)} .{end}\n" for end, kind in TYPES.items())
    return f"""# Written by: jarshy publish --server-config
AddDefaultCharset utf-8
{types}ErrorDocument 404 /404.html
<IfModule mod_alias.c>
RedirectMatch 404 "/{FOLDER.replace(".", "[.]")}(/|$)"
RedirectMatch 404 "[.]part$"
</IfModule>
<IfModule mod_headers.c>
Header set Cache-Control "{_SHORT}"
<FilesMatch "^[0-9a-f]{{12}}-|-[0-9a-f]{{8}}[.](css|js|svg)$">
Header set Cache-Control "{_LASTING}"
</FilesMatch>
Header set X-Content-Type-Options nosniff
</IfModule>
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteCond %{{HTTP:Accept-Encoding}} gzip
RewriteCond %{{REQUEST_FILENAME}}.gz -f
RewriteRule ^(.+[.](html|css|js|xml|svg|txt|vtt|webmanifest))$ $1.gz [L]
RewriteRule [.]html[.]gz$ - [T=text/html,E=no-gzip:1]
RewriteRule [.]css[.]gz$ - [T=text/css,E=no-gzip:1]
RewriteRule [.]js[.]gz$ - [T=text/javascript,E=no-gzip:1]
RewriteRule [.]xml[.]gz$ - [T=application/xml,E=no-gzip:1]
RewriteRule [.]svg[.]gz$ - [T=image/svg+xml,E=no-gzip:1]
<IfModule mod_headers.c>
<FilesMatch "[.](html|css|js|xml|svg|txt|vtt|webmanifest)[.]gz$">
Header append Content-Encoding gzip
Header append Vary Accept-Encoding
</FilesMatch>
</IfModule>
</IfModule>
"""


def headers() -> str:
    """For hosts that read `_headers`, such as Netlify and Cloudflare Pages."""
    return f"""/*
  Cache-Control: {_SHORT}
  X-Content-Type-Options: nosniff
/media/*
  ! Cache-Control
  Cache-Control: {_LASTING}
/assets/*
  ! Cache-Control
  Cache-Control: {_LASTING}
"""


def nginx() -> str:
    """To be included in the `server` block of nginx."""
    types = "".join(f"    {_bare(kind)} {end};\n" for end, kind in TYPES.items())
    return f"""# Written by: jarshy publish --server-config
# In the server block: include /path/to/nginx-jarshy.conf;
charset utf-8;
types {{
{types}}}
error_page 404 /404.html;
gzip_static on;
add_header X-Content-Type-Options nosniff always;
add_header Cache-Control "{_SHORT}";
location ~ /{FOLDER.replace(".", "[.]")}(/|$) {{ return 404; }}
location ~ [.]part$ {{ return 404; }}
location ~ "/media/[0-9a-f]{{12}}-|-[0-9a-f]{{8}}[.](css|js|svg)$" {{
    add_header X-Content-Type-Options nosniff always;
    add_header Cache-Control "{_LASTING}";
}}
"""


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0]
