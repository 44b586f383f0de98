# What the helper container runs: reads lines of shell from the app and answers each. BASE is the top of a tree, where links may
# be followed. FOLDER is a path in it without links, without a slash before it, empty for the top itself. NAME is one name.
# Nothing below the top is reached by a path that was not looked at: a container may put a link in the place of a folder
# at any time, and a link is followed from this helper's root, or out of the tree.
# Exit codes: 3 there is no such folder, 4 a folder is not where it was, 5 not a plain file, 6 changed, 7 the container has
# gone, 8 the name is taken, 9 nothing was done.
LC_ALL=C
umask 022

# TOKEN COMMAND...: runs a command. What it wrote is followed by a line with the token, its exit code and its complaints.
run() {
  token=$1
  shift
  ("$@") 2>/tmp/complaints
  code=$?
  printf '\n%s %d ' "$token" "$code"
  head -c 2000 /tmp/complaints
  printf '\n%s.\n' "$token"
}

# DOCKERROOT ID: the process whose root is the engine's: the one that sees this helper's own folder. Others may run engines, too.
engine_process() {
  for process in $(pidof dockerd) 1; do
    [ -d "/proc/$process/root$1/containers/$2" ] && printf %s "$process" && return
  done
  return 3
}

# PROCESS ID COMMAND...: only while the process is one of that container. Numbers are used again.
of_container() {
  grep -qsF "$2" "/proc/$1/cgroup" || exit 7
  shift 2
  "$@"
}

# FOLDER: waits until the engine has mounted something there.
mounted() {
  turns=0
  while [ "$turns" -lt 300 ]; do
    inside=$(stat -c %d "$1" 2>/dev/null) && outside=$(stat -c %d "$1/..") && [ "$inside" != "$outside" ] && return
    turns=$((turns + 1))
    sleep 0.02
  done
  exit 3
}

# Where one stands, as the kernel knows it. A dot behind it keeps line ends that belong to it.
standing() {
  readlink -n /proc/self/cwd
  echo .
}

# BASE FOLDER: goes there, and makes sure of being there.
enter() {
  cd "$1" || exit 3
  [ -n "$2" ] || return 0
  top=$(standing)
  top=${top%.}
  cd "./$2" || exit 3
  now=$(standing)
  [ "${now%.}" = "${top%/}/$2" ] || exit 4
}

# PATH: number, size and time of a file, which are others once it was written to.
version() {
  stat -c '%i %s %y' "$1"
}

# BASE NAME...: how far one gets along a path: `link INDEX TARGET`, `none INDEX`, `file INDEX`, `folder`; `top` when BASE is a file.
walk() {
  at=$1
  shift
  index=0
  for name; do
    at=$at/$name
    if [ -L "$at" ]; then
      printf 'link %d ' "$index"
      readlink -n "$at"
      return
    elif [ ! -d "$at" ]; then
      if [ -e "$at" ]; then printf 'file %d' "$index"; else printf 'none %d' "$index"; fi
      return
    fi
    index=$((index + 1))
  done
  if [ -d "$at" ]; then printf folder; elif [ -e "$at" ]; then printf top; else exit 3; fi
}

# BASE FOLDER MARK: a record for the folder itself, then one for each file in it. MARK cannot be guessed by who names files.
list() {
  enter "$1" "$2"
  find . -maxdepth 1 -print0 | xargs -0 -r stat -c "$3 %f %u %g %s %Y %n/%N"
  return 0
}

# BASE FOLDER NAME MARK: a record for one file.
describe() {
  enter "$1" "$2"
  stat -c "$4 %f %u %g %s %Y %n/%N" "./$3"
}

# BASE FOLDER NAME BYTES: a line with size and version, then the beginning of a plain file.
read_file() {
  enter "$1" "$2"
  here=$(standing)
  here=${here%.}
  [ -f "./$3" ] && [ ! -L "./$3" ] || exit 5
  exec 5<"./$3" || exit 1
  opened=$(readlink -n /proc/self/fd/5; echo .)
  [ "${opened%.}" = "${here%/}/$3" ] || exit 4
  printf '%s %s\n' "$(stat -c %s "./$3")" "$(version "./$3")"
  timeout 20 head -c "$4" <&5
}

# PROCESS: what is mounted where, as that process sees it.
mount_points() {
  cat "/proc/$1/mountinfo"
}

# BASE FOLDER NAME VERSION TEMPORARY MOUNTED: writes what comes in base64. VERSION is what `version` said, or nothing for a new
# file. MOUNTED: the file is a mount of its own, which would go if another file took its place.
write_file() {
  enter "$1" "$2"
  here=$(standing)
  here=${here%.}
  file=./$3
  if [ -z "$4" ]; then
    [ ! -e "$file" ] && [ ! -L "$file" ] || exit 8
  else
    [ -f "$file" ] && [ ! -L "$file" ] || exit 5
    [ "$(version "$file")" = "$4" ] || exit 6
  fi
  # All of it is there before the file is touched, and nothing that was there already is written to.
  set -C
  if ! base64 -d >"./$5"; then
    rm -f "./$5"
    exit 1
  fi
  set +C
  if [ -z "$4" ]; then
    chown "$(stat -c %u:%g .)" "./$5" && mv -nT "./$5" "$file" || exit 1
    [ ! -e "./$5" ] || { rm -f "./$5"; exit 8; }
  else
    chown "$(stat -c %u:%g "$file")" "./$5" && chmod "$(stat -c %a "$file")" "./$5" || { rm -f "./$5"; exit 1; }
    if [ -z "$6" ] && [ "$(stat -c %h "$file")" = 1 ]; then
      mv -fT "./$5" "$file" || { rm -f "./$5"; exit 1; }
    else
      # It has other names, or is a mount: written to where it is. What was opened is looked at before.
      exec 5<>"$file" || { rm -f "./$5"; exit 1; }
      opened=$(readlink -n /proc/self/fd/5; echo .)
      [ "${opened%.}" = "${here%/}/$3" ] || { rm -f "./$5"; exit 4; }
      : >/proc/self/fd/5 && cat "./$5" >&5 || exit 1
      rm -f "./$5"
    fi
  fi
  version "$file"
}

# BASE FOLDER NAME: a folder that belongs to the owner of the one it is in.
make_folder() {
  enter "$1" "$2"
  [ ! -e "./$3" ] && [ ! -L "./$3" ] || exit 8
  mkdir "./$3" && chown "$(stat -c %u:%g .)" "./$3"
}

# BASE FOLDER NAME NEWNAME
rename() {
  enter "$1" "$2"
  [ ! -e "./$4" ] && [ ! -L "./$4" ] || exit 8
  mv -nT "./$3" "./$4" || exit 1
  [ ! -e "./$3" ] && [ ! -L "./$3" ] || exit 8
}

# BASE FOLDER NAME...
remove() {
  enter "$1" "$2"
  shift 2
  result=0
  for name; do rm -rf "./$name" || result=1; done
  return "$result"
}

# BASE FOLDER STAGE NAME... / NAME...: what was put into STAGE takes its place beside it, and STAGE goes. Names before the slash are
# to be new: where some are there by now they are told, each followed by a slash, and nothing is done. Those behind it are replaced.
publish() {
  enter "$1" "$2"
  stage=$3
  shift 3
  result=0
  for name; do
    [ "$name" != / ] || break
    if [ -e "./$name" ] || [ -L "./$name" ]; then
      printf '%s/' "$name"
      result=8
    fi
  done
  [ "$result" = 0 ] || exit "$result"
  option=-nT
  for name; do
    if [ "$name" = / ]; then
      option=-fT
      continue
    fi
    mv "$option" "./$stage/$name" "./$name" || exit 1
    # It has come between the two looks.
    [ ! -e "./$stage/$name" ] && [ ! -L "./$stage/$name" ] || { printf '%s/' "$name"; exit 8; }
  done
  rm -rf "./$stage"
}

# BASE KEPT: removes everything but one name.
empty() {
  enter "$1" ''
  find . -mindepth 1 -maxdepth 1 ! -name "$2" -print0 | xargs -0 -r rm -rf
}

# FROM TO STAGE: gives all that is in a folder a place in another one, but for what an exchange needs.
move_all() {
  find "$1" -mindepth 1 -maxdepth 1 ! -name "$3" ! -name "$3-before" -print0 | xargs -0 -r mv -f -t "$2"
}

# BASE STAGE: what is in STAGE takes the place of everything, which comes into STAGE-before. Only names are changed, nothing is
# removed. Where what is there cannot be moved it is put back.
exchange() {
  enter "$1" ''
  [ -d "./$2" ] || { echo 'what had come is gone' >&2; exit 3; }
  mkdir "./$2-before" || exit 9
  if ! move_all . "./$2-before" "$2"; then
    move_all "./$2-before" . "$2" && rmdir "./$2-before" && exit 9
    exit 1
  fi
  move_all "./$2" . "$2" && rmdir "./$2"
}

# BASE OWNER MODE TIME: what the top itself is to be.
attributes() {
  enter "$1" ''
  chown "$2" . && chmod "$3" . && touch -d "@$4" .
}

# BASE: the beginnings of /etc/passwd and /etc/group, with a zero byte between them.
accounts() {
  for file in passwd group; do
    (read_file "$1" etc "$file" 65536) 2>/dev/null | tail -n +2
    printf '\0'
  done
}
