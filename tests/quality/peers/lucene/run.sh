#!/bin/bash
# run.sh - Lucene as a peer: run.sh version | run.sh standard|russian DOCS QUERIES >run
#   BUILD   Maven puts the jars into BUILD/quality/lucene (build)
# Lucene 10 needs Java 21; on an older one, from 11 on, the last Lucene 9 is taken.
cd "$(dirname "$0")" || exit 2
jars=${BUILD:-../../../../build}/quality/lucene

missing() {
    echo "needs $1" >&2
    exit 77
}
# The newest Java there is, and its number: the default one may be older.
newest=0
for candidate in "$(command -v java)" /usr/lib/jvm/*/bin/java; do
    [ -x "$candidate" ] || continue
    number=$("$candidate" -version 2>&1 | sed -nE 's/.*version "([0-9]+).*/\1/p')
    if [ "${number:-0}" -gt "$newest" ]; then
        newest=$number
        java=$candidate
    fi
done
[ "$newest" -ge 11 ] || missing 'a JDK of version 11 or later (Debian: default-jdk-headless)'
[ -x "${java%/java}/javac" ] || missing 'a JDK, not only a JRE (Debian: default-jdk-headless)'
version=$(sed -nE 's:.*<lucene.version>(.*)</lucene.version>.*:\1:p' pom.xml)
[ "$newest" -ge 21 ] || version=9.12.3
jars=$jars/$version
if [ ! -f "$jars/complete" ]; then
    command -v mvn >/dev/null || missing 'Maven (Debian: maven)'
    mkdir -p "$jars"
    timeout 300 mvn -q -B dependency:copy-dependencies -Dlucene.version="$version" \
        -DoutputDirectory="$jars" >"$jars/maven.log" 2>&1 ||
        missing "Lucene $version, which Maven could not get: $jars/maven.log"
    touch "$jars/complete"
fi
if [ "$1" = version ]; then
    echo "$version"
    exit 0
fi
exec "$java" -cp "$jars/*" Search.java "$@"
