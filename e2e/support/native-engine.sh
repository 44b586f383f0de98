#!/bin/sh
# native-engine.sh FOLDER IMAGE [SHARE]: the VM's own engine, run on this machine in namespaces of its own until standard input
# ends. The socket is FOLDER/share/docker.sock, what it says FOLDER/share/*.log. FOLDER is removed at the end, and so are its
# control groups, which have its name; what could not be removed is named, with exit code 1. Lines on standard input: `kill`
# and `start`, for dockerd alone. SHARE: a folder of this machine that containers find under its own path.
# native-engine.sh FOLDER: only removes what an engine has left that was killed together with this script.
#
# Whatever ends this, nothing is left: the engine's first process reads standard input, and when it ends the kernel ends
# its process namespace, and with that go the mounts, the network and all that dockerd made in them.
set -eu
folder=$1 image=${2:-} share=${3:-} part=${4:-outside} name=${1##*/} left=0

# Each hierarchy of control groups that this process is in: its kind, and the folder where ours is to be.
each_hierarchy() {
  while IFS=: read -r _ kinds path; do
    kind=${kinds#name=}
    if [ -n "$kind" ]; then
      parent=/sys/fs/cgroup/$kind$path
    elif [ -d /sys/fs/cgroup/unified ]; then
      parent=/sys/fs/cgroup/unified$path
    else
      # Version 2 alone: only at its root may a group that has processes give controllers to groups below it.
      parent=/sys/fs/cgroup
    fi
    if [ -w "$parent/cgroup.procs" ]; then "$1"; fi
  done </proc/self/cgroup
}

enter_group() {
  mkdir -p "$parent/$name"
  if [ "$kind" = cpuset ]; then
    for file in cpuset.cpus cpuset.mems; do cat "$parent/$file" >"$parent/$name/$file"; done
  fi
  if [ -z "$kind" ] && [ "$parent" = /sys/fs/cgroup ]; then give_controllers "$parent"; fi
  echo 0 >"$parent/$name/cgroup.procs"
}

# What a machine does not let us have the containers do without.
give_controllers() {
  for controller in $(cat "$1/cgroup.controllers"); do
    echo "+$controller" >"$1/cgroup.subtree_control" 2>/dev/null || true
  done
}

remove_group() {
  # Processes that were killed take a moment to leave.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    find "$parent/$name" -depth -type d -exec rmdir {} + 2>/dev/null || true
    [ -d "$parent/$name" ] || return 0
    sleep 0.1
  done
  echo "left: $parent/$name"
  left=1
}

if [ "$part" = outside ]; then
  if [ -n "$image" ]; then
    (
      each_hierarchy enter_group
      exec unshare --mount --net --pid --ipc --uts --cgroup --fork --kill-child \
        /bin/sh "$0" "$folder" "$image" "$share" inside
    ) || true
  fi
  each_hierarchy remove_group
  rm -rf "$folder"
  exit "$left"
fi

mount --make-rprivate /
mkdir -p "$folder/lower" "$folder/upper" "$folder/root"
# In memory: dockerd syncs each file of each container, and all of this is thrown away.
mount -t tmpfs -o mode=755,size=75% native "$folder/upper"
mkdir "$folder/upper/changes" "$folder/upper/work" "$folder/upper/docker"
mount -t erofs -o ro "$image" "$folder/lower"
layers=lowerdir=$folder/lower,upperdir=$folder/upper/changes,workdir=$folder/upper/work
mount -t overlay -o "$layers" overlay "$folder/root"
cd "$folder/root"
mount -t proc proc proc
mount -t sysfs sysfs sys
if grep -q '^[1-9]' /proc/self/cgroup; then
  mount -t tmpfs -o mode=755 groups sys/fs/cgroup
  for kinds in $(cut -d : -f 2 /proc/self/cgroup); do
    mkdir "sys/fs/cgroup/${kinds#name=}"
    case $kinds in name=*) options=none,$kinds ;; *) options=$kinds ;; esac
    mount -t cgroup -o "$options" cgroup "sys/fs/cgroup/${kinds#name=}"
  done
else
  mount -t cgroup2 cgroup2 sys/fs/cgroup
  mkdir sys/fs/cgroup/first
  echo 0 >sys/fs/cgroup/first/cgroup.procs
  give_controllers sys/fs/cgroup
fi
mount -t tmpfs -o mode=755 devices dev
while read -r device major minor; do
  mknod -m 666 "dev/$device" c "$major" "$minor"
done <<DEVICES
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
DEVICES
mkdir dev/pts dev/shm dev/mqueue
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
mount -t mqueue mqueue dev/mqueue
mount -t tmpfs -o mode=755 run run
mount -t tmpfs -o mode=1777 tmp tmp
mkdir -p run/native run/outside var/lib/docker
mount --bind "$folder/share" run/native
mount --bind "$folder/upper/docker" var/lib/docker
if [ -n "$share" ]; then
  mkdir -p ".$share"
  mount --rbind "$share" ".$share"
fi
hostname native
# From here on nothing of the machine's own files can be reached.
pivot_root . run/outside
exec chroot . /bin/sh -c '
  cd /
  umount -l /run/outside
  export PATH=/usr/sbin:/usr/bin:/sbin:/bin
  ip link set lo up
  start_engine() {
    # A shell of its own waits for it: one that is dead and not waited for would still hold its pid file.
    (
      dockerd --host unix:///run/native/docker.sock --host unix:///run/docker.sock \
        --containerd /run/containerd/containerd.sock --pidfile /run/docker.pid \
        >>/run/native/dockerd.log 2>&1 </dev/null
      rm -f /run/docker.pid
    ) &
  }
  containerd --config /etc/containerd/config.toml >>/run/native/containerd.log 2>&1 </dev/null &
  start_engine
  while read -r word; do
    case $word in
      kill) kill -9 "$(cat /run/docker.pid)" ;;
      start) start_engine ;;
    esac
  done
'
