#!/bin/bash
# banned.sh - functions and headers that have one home, or none.
set -u
cd "$(dirname "$0")/../.."
bad=0

# The code alone, as FILE:LINE:TEXT: comments gone, the inside of strings and character
# constants blanked.
code_of() {
    for file in "$@"; do
        gcc -fpreprocessed -dD -E "$file" 2>/dev/null |
            awk -v file="$file" '
                /^# [0-9]+ "/ { line = $2 - 1; next }
                {
                    line++
                    gsub(/"([^"\\]|\\.)*"/, "\"\"")
                    gsub(/\047([^\047\\]|\\.)*\047/, "0")
                    if ($0 ~ /[(]/) print file ":" line ":" $0
                }'
    done
}

# ban WHY NAMES HOMES: calls of NAMES (an ERE) in files whose path does not match HOMES.
ban() {
    printf '%s\n' "$code" |
        awk -F: -v names="(^|[^A-Za-z0-9_.>])($2)[ \t]*[(]" -v why="$1" -v homes="$3" '
            $1 !~ homes {
                text = $0
                sub(/^[^:]*:[^:]*:/, "", text)
                if (text ~ names) { print $1 ":" $2 ": " why ": " text; bad = 1 }
            }
            END { exit bad }' || bad=1
}

# header NAME HOMES
header() {
    grep -nE "#[[:space:]]*include[[:space:]]*<$1>" $files |
        awk -F: -v homes="$2" -v name="$1" \
            '$1 !~ homes { print $1 ":" $2 ": " name " has its home elsewhere"; bad = 1 }
             END { exit bad }' || bad=1
}

none='^$'
files=$(find indexer server -name '*.c' -o -name '*.h' | grep -E '^(indexer|server)/' | sort)
code=$(code_of $files)
ban 'unbounded or unsafe' \
    'strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|gets|strtok|alloca|tmpnam|mktemp|system|popen' $none
ban 'does not tell errors' 'atoi|atol|atoll|atof|sscanf|fscanf|scanf' $none
ban 'not safe between threads' 'localtime|gmtime|ctime|asctime|rand|srand|setlocale|getpwnam' $none
ban 'jumps' 'setjmp|longjmp|sigsetjmp|siglongjmp' $none
ban 'allocation goes through base/memory.h' \
    'malloc|calloc|realloc|free|strdup|strndup|asprintf|posix_memalign|aligned_alloc' \
    '^indexer/base/memory\.c$|_make\.c$'
ban 'disk calls go through base/file.h' \
    'open|openat|creat|rename|unlink|rmdir|mkdir|fsync|fdatasync|ftruncate|truncate|opendir|readdir|stat|lstat|fstat|fstatat|mmap|munmap|pread|pwrite|fopen|freopen|remove' \
    '^indexer/base/file(_[a-z]+)?\.c$|^indexer/extract/|_make\.c$'
ban 'where the program lies is asked in base/program.c' 'access|faccessat|readlink|readlinkat|realpath' \
    '^indexer/base/program\.c$'
header microhttpd.h '^server/web/http.*\.[ch]$'
header libstemmer.h '^indexer/text/stem_ru\.c$'
header zlib.h '^indexer/base/hash\.c$|^indexer/segment/store_.*\.c$|^indexer/ingest/gunzip\.c$'
header jansson.h '^indexer/ingest/(json|article_json)|^indexer/extract/|^server/answer/'
header utf8proc.h '^indexer/text/'
header gumbo.h '^indexer/extract/'
header seccomp.h '^indexer/extract/'

files=$(find tests -name '*.c' -o -name '*.h' | sort)
code=$(code_of $files)
ban 'unbounded or unsafe' 'strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca|tmpnam|mktemp' $none
ban 'tests do not wait for time to pass' 'sleep|usleep|nanosleep' '^tests/(bench|tsan)/'

# Words that the tree must not hold: unfinished work.
if grep -rnE '\b(TODO|FIXME|XXX|HACK)\b' indexer server corpus/README.md tests Makefile .ci \
    --include='*.[ch]' --include='*.sh' --include='*.md' --include='*.awk' --include=Makefile |
    grep -vE '^tests/lint/banned.sh:|XXXXXX'; then
    bad=1
fi
exit $bad
