#include "engine/formats/zip_reader.h"

#include "engine/core/error.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/checked_size.h"
#include "engine/formats/tensor_archive.h"

#include <algorithm>
#include <set>

namespace ffn {

namespace {

using U16 = std::uint16_t;
using U32 = std::uint32_t;
using U64 = std::uint64_t;

constexpr U32 kLocal = 0x04034B50, kCentral = 0x02014B50, kEnd = 0x06054B50, kEnd64 = 0x06064B50,
              kLocator64 = 0x07064B50;
constexpr U64 kLocalSize = 30, kCentralSize = 46, kEndSize = 22, kEnd64Size = 56, kLocatorSize = 20;
constexpr U64 kMostMembers = kMostTensors;
constexpr U64 kMaxDeflateRatio = 1032; // a byte of two copies of 258 bytes each bit pair; zlib's own figure

/// Where the central directory lies.
struct Directory {
    U64 offset = 0, size = 0, entries = 0;
    U64 limit = 0; ///< the directory ends here
};

/// Position of the record that ends every zip; behind it is only its comment.
U64 find_end(const MappedFile& file) {
    const ByteSpan bytes = file.bytes();
    if (bytes.size() < kEndSize) throw Error(file.path(), "is too short for a zip file");
    const U64 last = bytes.size() - kEndSize;
    for (U64 comment = 0; comment <= std::min<U64>(last, 0xFFFF); ++comment) {
        const U64 at = last - comment;
        if (load_little<U32>(bytes, at) == kEnd && load_little<U16>(bytes, at + 20) == comment) return at;
    }
    throw Error(file.path(), "the zip file has no end record; it may have been cut short");
}

Directory read_end64(const MappedFile& file, U64 locator) {
    const ByteSpan bytes = file.bytes();
    const auto at = load_little<U64>(bytes, locator + 8);
    if (!fits(at, kEnd64Size, locator) || load_little<U32>(bytes, at) != kEnd64)
        throw Error(file.path(), "the zip64 locator does not point to an end record", locator);
    if (load_little<U32>(bytes, at + 16) != 0 || load_little<U32>(bytes, at + 20) != 0)
        throw Error(file.path(), "zip files in several parts cannot be read", at);
    return {load_little<U64>(bytes, at + 48), load_little<U64>(bytes, at + 40),
            load_little<U64>(bytes, at + 32), at};
}

Directory find_directory(const MappedFile& file) {
    const ByteSpan bytes = file.bytes();
    const U64 end = find_end(file);
    Directory directory{load_little<U32>(bytes, end + 16), load_little<U32>(bytes, end + 12),
                        load_little<U16>(bytes, end + 10), end};
    if (end >= kLocatorSize && load_little<U32>(bytes, end - kLocatorSize) == kLocator64)
        directory = read_end64(file, end - kLocatorSize);
    else if (load_little<U32>(bytes, end + 4) != 0)
        throw Error(file.path(), "zip files in several parts cannot be read", end);
    if (!fits(directory.offset, directory.size, directory.limit) ||
        directory.offset + directory.size != directory.limit)
        throw Error(file.path(), "the zip file's directory does not lie right before its end record", end);
    if (directory.entries > kMostMembers)
        throw Error(file.path(),
                    "the zip file has " + std::to_string(directory.entries) +
                        " members, more than any file of weights",
                    end);
    if (directory.entries > directory.size / kCentralSize)
        throw Error(file.path(),
                    "the zip file's directory is too short for its " + std::to_string(directory.entries) +
                        " entries",
                    end);
    return directory;
}

/// Replaces the sizes and the offset that did not fit in 32 bits by those of the zip64 extra field.
void apply_zip64(const MappedFile& file, ByteSpan extra, U64 at, ZipMember& member) {
    constexpr U64 kBeyond = 0xFFFFFFFF;
    if (member.size != kBeyond && member.packed != kBeyond && member.offset != kBeyond) return;
    while (extra.size() >= 4) {
        const auto id = load_little<U16>(extra, 0);
        const U64 length = load_little<U16>(extra, 2);
        if (length > extra.size() - 4) break;
        ByteSpan field = extra.subspan(4, length);
        extra = extra.subspan(4 + length);
        if (id != 1) continue;
        for (U64* value : {&member.size, &member.packed, &member.offset}) {
            if (*value != kBeyond || field.size() < 8) continue;
            *value = load_little<U64>(field, 0);
            field = field.subspan(8);
        }
        return;
    }
    throw Error(file.path(), "member '" + member.name + "' lacks its zip64 sizes", at);
}

void check_sizes(const MappedFile& file, const ZipMember& member, U64 at) {
    const auto most = member.deflated ? checked_product(member.packed, kMaxDeflateRatio) : member.packed;
    if (most && (member.size > *most || (!member.deflated && member.size != *most)))
        throw Error(file.path(),
                    "member '" + member.name + "' claims " + std::to_string(member.size) + " bytes, its " +
                        std::to_string(member.packed) + " packed bytes cannot hold that",
                    at);
}

/// The first place where the member's data can begin: right after its name.
void estimate_place(const MappedFile& file, ZipMember& member) {
    const U64 name_length = member.name.size();
    member.data = member.offset + kLocalSize + name_length;
    if (!fits(member.offset, kLocalSize + name_length, member.limit) ||
        !fits(member.data, member.packed, member.limit))
        throw Error(file.path(), "member '" + member.name + "' goes on past its zip file", member.offset);
}

/// Takes the entry at `at` and moves `at` behind it.
ZipMember take_entry(const MappedFile& file, const Directory& directory, LocalHeaders headers, U64& at) {
    const ByteSpan bytes = file.bytes();
    if (!fits(at, kCentralSize, directory.limit) || load_little<U32>(bytes, at) != kCentral)
        throw Error(file.path(), "an entry of the zip file's directory is expected", at);
    const U64 name_length = load_little<U16>(bytes, at + 28), extra_length = load_little<U16>(bytes, at + 30);
    const U64 length = kCentralSize + name_length + extra_length + load_little<U16>(bytes, at + 32);
    if (!fits(at, length, directory.limit))
        throw Error(file.path(), "an entry of the zip file's directory goes on past its end", at);
    ZipMember member;
    member.name.assign(reinterpret_cast<const char*>(bytes.data()) + at + kCentralSize, name_length);
    const auto method = load_little<U16>(bytes, at + 10);
    if ((load_little<U16>(bytes, at + 8) & 1) != 0)
        throw Error(file.path(), "member '" + member.name + "' is encrypted", at);
    if (method != 0 && method != 8)
        throw Error(file.path(),
                    "member '" + member.name + "' is packed by method " + std::to_string(method) +
                        ", only stored and deflated can be read",
                    at);
    member.deflated = method == 8;
    member.crc = load_little<U32>(bytes, at + 16);
    member.packed = load_little<U32>(bytes, at + 20);
    member.size = load_little<U32>(bytes, at + 24);
    member.offset = load_little<U32>(bytes, at + 42);
    apply_zip64(file, bytes.subspan(at + kCentralSize + name_length, extra_length), at, member);
    check_sizes(file, member, at);
    member.limit = directory.offset;
    if (headers == LocalHeaders::Now)
        locate_member(file, member);
    else
        estimate_place(file, member);
    at += length;
    return member;
}

void check_apart(const MappedFile& file, std::vector<ZipMember>& members) {
    std::set<std::string_view> names;
    std::vector<ZipMember*> by_offset;
    for (ZipMember& member : members) {
        if (!names.insert(member.name).second)
            throw Error(file.path(), "member '" + member.name + "' stands twice in the zip file");
        by_offset.push_back(&member);
    }
    std::ranges::sort(by_offset, {}, &ZipMember::offset);
    for (std::size_t i = 1; i < by_offset.size(); ++i) {
        ZipMember& before = *by_offset[i - 1];
        if (before.data + before.packed > by_offset[i]->offset)
            throw Error(file.path(), "members '" + before.name + "' and '" + by_offset[i]->name + "' overlap",
                        by_offset[i]->offset);
        before.limit = by_offset[i]->offset;
    }
}

} // namespace

bool is_zip(ByteSpan bytes) {
    if (bytes.size() < 4) return false;
    const auto mark = load_little<U32>(bytes, 0);
    return mark == kLocal || mark == kEnd;
}

std::vector<ZipMember> read_zip_directory(const MappedFile& file, LocalHeaders headers) {
    const Directory directory = find_directory(file);
    std::vector<ZipMember> members;
    U64 at = directory.offset;
    for (U64 i = 0; i < directory.entries; ++i)
        members.push_back(take_entry(file, directory, headers, at));
    if (at != directory.limit)
        throw Error(file.path(),
                    "the zip file's directory has more than its " + std::to_string(directory.entries) +
                        " entries",
                    at);
    check_apart(file, members);
    return members;
}

void locate_member(const MappedFile& file, ZipMember& member) {
    const ByteSpan bytes = file.bytes();
    const auto broken = [&](const char* sentence) {
        return Error(file.path(), "member '" + member.name + "' " + sentence, member.offset);
    };
    if (!fits(member.offset, kLocalSize, member.limit) || load_little<U32>(bytes, member.offset) != kLocal)
        throw broken("has no local header here");
    const U64 name_length = load_little<U16>(bytes, member.offset + 26);
    const U64 name_at = member.offset + kLocalSize;
    member.data = name_at + name_length + load_little<U16>(bytes, member.offset + 28);
    if (!fits(member.data, member.packed, member.limit))
        throw broken("goes on past its place in the zip file");
    const ByteSpan name = bytes.subspan(name_at, name_length);
    if (!std::ranges::equal(name, member.name, {}, {}, [](char c) { return std::uint8_t(c); }))
        throw broken("has another name in its local header");
}

} // namespace ffn
