# shellcheck shell=bash
# Compilers and sources out of Debian's archive, without installing them: packages are downloaded
# (and their signatures checked) by apt-get in a state of its own, then unpacked under $cache.
#
# Why Debian: it ships the source of std for the current stable release (rust-src, in the backports
# of the next Debian release), which cargo-careful and -Zbuild-std need, and it keeps the 1.85
# compiler that the manifest promises to support.

: "${cache:?source lib.sh first}"

# apt_private: start (once) an APT state that has this machine's Debian archives and trixie-backports.
apt_options=()
apt_private() {
    ((${#apt_options[@]} == 0)) || return 0
    local state=$cache/apt uri
    command -v apt-get >/dev/null || return 1
    [[ $(. /etc/os-release && echo "$ID") == debian ]] || return 1
    mkdir -p "$state/lists/partial" "$state/archives/partial"
    local private=(-o "Dir::State::lists=$state/lists" -o "Dir::Cache=$state"
        -o "Dir::Cache::archives=$state/archives" -o APT::Sandbox::User=)
    # The machine's own configuration says which mirror to use; only names of suites are added.
    apt-get -qq "${private[@]}" update || return 1
    # shellcheck disable=SC2016 # apt-get, not the shell, fills in these names
    apt-get "${private[@]}" indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' | sed -n 's/^Debian /deb /p' | sort -u >"$state/sources.list"
    uri=$(awk -v release="$(. /etc/os-release && echo "$VERSION_CODENAME")" \
        '$3 == release { print $2; exit }' "$state/sources.list")
    [[ -n $uri ]] || return 1
    echo "deb $uri trixie-backports main" >>"$state/sources.list"
    apt_options=("${private[@]}" -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/dev/null)
    apt-get -qq "${apt_options[@]}" update
}

# unpack_debs DIR PACKAGE=VERSION...: unpack the packages into DIR, which appears only when complete.
unpack_debs() {
    local dir=$1 debs=$1.debs deb
    shift
    rm -rf "$debs" "$dir.part"
    mkdir -p "$debs" "$dir.part"
    apt_private || return 1
    (cd "$debs" && run apt-get -qq "${apt_options[@]}" download "$@") || return 1
    for deb in "$debs"/*.deb; do
        dpkg-deb -x "$deb" "$dir.part" || return 1
    done
    rm -rf "$debs"
    mv "$dir.part" "$dir"
}

# need_std_source: set std_source to the `library` folder that belongs to the default compiler.
need_std_source() {
    local version sysroot dir package candidate
    version=$(rustc_version)
    sysroot=$(rustc --print sysroot)
    if [[ -d $sysroot/lib/rustlib/src/rust/library/alloc ]]; then
        std_source=$sysroot/lib/rustlib/src/rust/library
        return
    fi
    dir=$cache/std-source-$version
    lock
    if [[ ! -d $dir ]]; then
        apt_private || skip "the source of std $version: no rust-src component and no Debian archive to take it from"
        for package in rust-src rust-web-src; do
            candidate=$(apt-cache "${apt_options[@]}" madison "$package" |
                awk -F ' *[|] *' -v v="$version+" 'index($2, v) == 1 { print $2; exit }')
            [[ -z $candidate ]] || break
        done
        [[ -n $candidate ]] || skip "the source of std $version: Debian has no rust-src of that version"
        unpack_debs "$dir" "$package=$candidate" || skip "the source of std $version: the download failed"
    fi
    unlock
    std_source=$(echo "$dir"/usr/src/rustc-*/library)
    [[ -d $std_source/alloc ]] || skip "the source of std $version: not where the package used to have it"
}

# need_building_toolchain: set building to a copy of the default toolchain that can rebuild std. -Zbuild-std
# looks for the source inside the compiler's own folder only, and rustc resolves symbolic links before it
# says where that is; so the copy is made of hard links.
need_building_toolchain() {
    local sysroot
    need_std_source
    building=$cache/toolchain-$(rustc_version)
    lock
    if [[ ! -d $building ]]; then
        sysroot=$(rustc --print sysroot)
        rm -rf "$building.part" && mkdir -p "$building.part"
        cp -al "$sysroot/." "$building.part/" 2>/dev/null || cp -a "$sysroot/." "$building.part/"
        mkdir -p "$building.part/lib/rustlib/src/rust"
        [[ -d $building.part/lib/rustlib/src/rust/library ]] ||
            ln -s "$std_source" "$building.part/lib/rustlib/src/rust/library"
        mv "$building.part" "$building"
    fi
    unlock
}
