#!/bin/sh
# Sets up a FreshRSS on the loopback and runs the journey of tests/server.rs against it.
#
#   tests/real/freshrss.sh FOLDER        a checkout of FreshRSS 1.24 or later; it is copied and left as it is
#
# Needs php (Debian: php-cli php-sqlite3 php-curl php-xml php-mbstring php-zip) and cargo.
set -eu
project=$(cd "$(dirname "$0")/../.." && pwd)
checkout=$(cd "${1:?name the folder of a FreshRSS checkout}" && pwd)
command -v php >/dev/null || { echo "php is not here; see the first lines of this script" >&2; exit 2; }
[ -f "$checkout/p/api/greader.php" ] || { echo "$checkout: this is no checkout of FreshRSS" >&2; exit 2; }
work=$(mktemp -d)
port=${PORT:-8907}
cleanup() {
    for id in ${server:-} ${feeds:-}; do kill "$id" 2>/dev/null || true; done
    rm -rf "$work"
}
trap cleanup EXIT INT TERM

cp -R "$checkout" "$work/freshrss"
cd "$work/freshrss"
php cli/prepare.php >/dev/null
php cli/do-install.php --default-user reader --auth-type form --environment production --language en \
    --base-url "http://127.0.0.1:$port/" --api-enabled --db-type sqlite
php cli/create-user.php --user reader --password s3cret-web --api-password s3cret --language en

# Two feeds of three items each, in two folders.
mkdir "$work/feeds"
opml='<opml version="2.0"><body>'
for name in Harbor Marlow; do
    {
        echo "<rss version='2.0'><channel><title>$name</title><link>http://127.0.0.1:$((port + 1))/</link>"
        for n in 1 2 3; do
            echo "<item><title>$name ferry $n</title><link>http://127.0.0.1:$((port + 1))/$name/$n</link><guid>$name-$n</guid>"
            echo "<pubDate>$(date -u -R)</pubDate><description>The ferry $n of $name left at dawn.</description></item>"
        done
        echo "</channel></rss>"
    } >"$work/feeds/$name.xml"
    opml="$opml<outline text='$name folder'><outline text='$name' type='rss'
        xmlUrl='http://127.0.0.1:$((port + 1))/$name.xml'/></outline>"
done
echo "$opml</body></opml>" >"$work/feeds.opml"
php -S "127.0.0.1:$((port + 1))" -t "$work/feeds" >/dev/null 2>&1 &
feeds=$!
sleep 1
php cli/import-for-user.php --user reader --filename "$work/feeds.opml"
php cli/actualize-user.php --user reader
PHP_CLI_SERVER_WORKERS=4 php -S "127.0.0.1:$port" -t p >/dev/null 2>&1 &
server=$!
sleep 1

cd "$project"
NUTGRAF_FRESHRSS="http://127.0.0.1:$port" cargo test --test server -- --ignored a_real_server
