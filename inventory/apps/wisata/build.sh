#!/bin/sh
# Build command: assembles the docroot public/ from Debian's WordPress packages.
set -eu

rm -rf public
mkdir public
# -L: Debian links to libraries shared between packages; here they become files.
# The links into /etc and Debian's own wp-config.php belong to another way of hosting.
(cd /usr/share/wordpress && tar -ch --exclude=./.htaccess --exclude=./wp-config.php \
  --exclude='./wp-content/languages/*' --exclude=./readme.html .) | tar -x -C public
mkdir -p public/wp-content/languages public/wp-content/uploads public/wp-content/mu-plugins
cp /usr/share/wordpress/wp-content/languages/*id_ID* public/wp-content/languages/
cp htaccess public/.htaccess
