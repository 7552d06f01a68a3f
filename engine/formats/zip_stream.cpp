#include "engine/core/error.h"
#include "engine/formats/zip_reader.h"

#include <algorithm>
#include <cassert>
#include <new>
#include <zlib.h>

namespace ffn {

namespace {

/// zlib counts in 32 bits: longer runs are handed over in pieces.
constexpr std::size_t kLargestPiece = std::size_t(1) << 30;

std::uint32_t checksum(std::uint32_t sum, ByteSpan bytes) {
    return std::uint32_t(::crc32_z(sum, bytes.data(), bytes.size()));
}

} // namespace

/// What is left of the packed bytes, and how far the unpacking has come.
struct ZipStream::State {
    const std::filesystem::path& path;
    const ZipMember& member;
    ByteSpan rest;
    z_stream zlib{};
    bool ended = false;
    std::uint64_t done = 0;
    std::uint32_t crc = 0;

    State(const MappedFile& file, const ZipMember& which)
        : path(file.path()), member(which), rest(file.bytes().subspan(which.data, which.packed)) {
        // Negative window bits: a bare deflate stream, as in a zip.
        if (member.deflated && ::inflateInit2(&zlib, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    }
    ~State() {
        if (member.deflated) ::inflateEnd(&zlib);
    }

    [[noreturn]] void fail(const std::string& sentence) const {
        throw Error(path, "member '" + member.name + "' " + sentence,
                    member.data + member.packed - rest.size());
    }

    std::size_t copy(std::span<std::uint8_t> out) {
        const std::size_t length = std::min(out.size(), rest.size());
        std::copy_n(rest.begin(), length, out.begin());
        rest = rest.subspan(length);
        return length;
    }

    /// One step of zlib; returns how many bytes came out.
    std::size_t inflate(std::span<std::uint8_t> out) {
        const std::size_t in_size = std::min(rest.size(), kLargestPiece);
        const std::size_t out_size = std::min(out.size(), kLargestPiece);
        zlib.next_in = const_cast<std::uint8_t*>(rest.data());
        zlib.avail_in = uInt(in_size);
        zlib.next_out = out.data();
        zlib.avail_out = uInt(out_size);
        const int result = ::inflate(&zlib, Z_NO_FLUSH);
        rest = rest.subspan(in_size - zlib.avail_in);
        ended = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
            fail("cannot be unpacked, its bytes are damaged");
        return out_size - zlib.avail_out;
    }

    /// Up to out.size() bytes; fewer only at the member's end.
    std::size_t take(std::span<std::uint8_t> out) {
        if (!member.deflated) return copy(out);
        std::size_t taken = 0;
        while (taken < out.size() && !ended) {
            const std::size_t before = rest.size(), came = inflate(out.subspan(taken));
            taken += came;
            if (came == 0 && rest.size() == before && !ended) break;
        }
        return taken;
    }
};

ZipStream::ZipStream(const MappedFile& file, const ZipMember& member)
    : m_state(std::make_unique<State>(file, member)) {}

ZipStream::~ZipStream() = default;

void ZipStream::read(std::span<std::uint8_t> out) {
    State& state = *m_state;
    if (out.size() > state.member.size - state.done || state.take(out) != out.size())
        state.fail("ends before the bytes it should hold");
    state.done += out.size();
    state.crc = checksum(state.crc, out);
}

void ZipStream::finish() {
    State& state = *m_state;
    std::uint8_t more = 0;
    if (state.done != state.member.size || state.take({&more, 1}) != 0)
        state.fail("holds more than the " + std::to_string(state.done) + " bytes it should");
    if (state.member.deflated && (!state.ended || !state.rest.empty()))
        state.fail("does not end where its packed bytes do");
    if (state.crc != state.member.crc) state.fail("does not match its checksum, the file is damaged");
}

ByteSpan stored_bytes(const MappedFile& file, const ZipMember& member) {
    assert(!member.deflated);
    return file.bytes().subspan(member.data, member.size);
}

void check_stored(const MappedFile& file, const ZipMember& member) {
    if (checksum(0, stored_bytes(file, member)) != member.crc)
        throw Error(file.path(),
                    "member '" + member.name + "' does not match its checksum, the file is damaged",
                    member.data);
}

} // namespace ffn
