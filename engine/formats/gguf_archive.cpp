#include "engine/formats/gguf_archive.h"

#include "engine/core/error.h"
#include "engine/core/number_text.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/checked_size.h"
#include "engine/formats/gguf_types.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace ffn {

namespace {

using U32 = std::uint32_t;
using U64 = std::uint64_t;

constexpr std::size_t kMostAxes = 4, kMostName = 64, kMostKey = 65535, kMostText = 65536;
constexpr U64 kLeastPair = 8 + 4 + 1, kLeastTensor = 8 + 4 + 4 + 8; // bytes of the shortest entries
constexpr U64 kMostPairs = 65536; // so that a broken file takes no memory to speak of
constexpr U64 kDefaultAlignment = 32;

/// The kinds of values in key-value pairs.
enum Kind : U32 { kU8, kI8, kU16, kI16, kU32, kI32, kF32, kBool, kString, kArray, kU64, kI64, kF64 };
constexpr std::array<U64, 13> kKindBytes{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

struct Entry {
    const GgufType* type = nullptr;
    U32 type_number = 0;
    U64 offset = 0; ///< from the first byte of the values
    U64 bytes = 0;
};

class GgufArchive final : public TensorArchive {
  public:
    explicit GgufArchive(MappedFile file) : TensorArchive(file.path()), m_file(std::move(file)) {
        take(4); // GGUF
        const auto version = little<U32>();
        if (version >= 0x10000) fail("is a big-endian GGUF file, or none; little-endian ones can be read");
        if (version < 2 || version > 3)
            fail("is a GGUF file of version " + std::to_string(version) + "; 2 and 3 can be read");
        const U64 tensors = little<U64>(), pairs = little<U64>();
        if (pairs > std::min<U64>(rest() / kLeastPair, kMostPairs))
            fail("claims " + std::to_string(pairs) + " key-value pairs, more than it can hold");
        for (U64 i = 0; i < pairs; ++i)
            take_pair();
        if (tensors > rest() / kLeastTensor)
            fail("claims " + std::to_string(tensors) + " tensors, more than it can hold");
        if (tensors > kMostTensors)
            fail("has " + std::to_string(tensors) + " tensors; up to " + std::to_string(kMostTensors) +
                 " are read");
        for (U64 i = 0; i < tensors; ++i)
            take_tensor();
        const U64 gap = (m_alignment - m_at % m_alignment) % m_alignment;
        m_data = tensors == 0 ? m_at : m_at + gap;
        check_names();
        check_layout();
    }

    std::string_view format() const override { return "gguf"; }
    using TensorArchive::read;

    void read(std::size_t index, std::span<float> out) const override {
        const Entry& entry = m_entries.at(index);
        if (!m_tensors[index].readable)
            throw Error(m_path, "tensor '" + m_tensors[index].name + "' is of the type " +
                                    m_tensors[index].dtype + ", which cannot be read here");
        entry.type->unpack(m_file.bytes().subspan(m_data + entry.offset, entry.bytes), out);
    }

    std::optional<StoredValues> stored(std::size_t index) const override {
        const auto type = element_type_from_name(m_tensors.at(index).dtype);
        if (!type) return std::nullopt; // packed in blocks
        const Entry& entry = m_entries[index];
        return StoredValues{*type, m_file.bytes().subspan(m_data + entry.offset, entry.bytes)};
    }

  private:
    [[noreturn]] void fail(const std::string& sentence) const { throw Error(m_path, sentence, m_at); }

    U64 rest() const { return m_file.size() - m_at; }
    ByteSpan take(U64 length) {
        if (length > rest()) fail("the GGUF header ends too early");
        m_at += length;
        return m_file.bytes().subspan(m_at - length, length);
    }
    template <class T>
    T little() {
        return load_little<T>(take(sizeof(T)), 0);
    }
    std::string_view text() {
        const ByteSpan bytes = take(little<U64>());
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    void take_pair() {
        const std::string_view key = text();
        if (key.empty() || key.size() > kMostKey || first_invalid_utf8(key))
            fail("a key is expected here: 1 to 65535 bytes of UTF-8");
        const auto kind = little<U32>();
        if (kind == kArray) return pass_list();
        const std::string value = value_text(kind);
        if (key == "general.alignment") take_alignment(kind, value);
        if (value.size() > kMostText) return;
        if (!m_metadata.emplace(key, value).second) fail("the key '" + std::string(key) + "' stands twice");
    }

    std::string value_text(U32 kind) {
        switch (kind) {
        case kString: {
            const std::string_view value = text();
            return first_invalid_utf8(value) ? std::string() : std::string(value.substr(0, kMostText + 1));
        }
        case kF32:
            return number_text(std::bit_cast<float>(little<U32>()));
        case kF64:
            return number_text(std::bit_cast<double>(little<U64>()));
        case kBool:
            return take(1)[0] != 0 ? "true" : "false";
        case kI8:
            return std::to_string(static_cast<std::int8_t>(take(1)[0]));
        case kI16:
            return std::to_string(static_cast<std::int16_t>(little<std::uint16_t>()));
        case kI32:
            return std::to_string(static_cast<std::int32_t>(little<U32>()));
        case kI64:
            return std::to_string(static_cast<std::int64_t>(little<U64>()));
        default:
            return unsigned_text(kind);
        }
    }

    std::string unsigned_text(U32 kind) {
        if (kind >= kKindBytes.size()) fail("has a value of the unknown kind " + std::to_string(kind));
        U64 value = 0;
        const ByteSpan bytes = take(kKindBytes[kind]);
        for (std::size_t i = bytes.size(); i-- > 0;)
            value = value << 8 | bytes[i];
        return std::to_string(value);
    }

    void pass_list() {
        const auto kind = little<U32>();
        const auto count = little<U64>();
        if (kind >= kKindBytes.size() || kind == kArray)
            fail("has a list of the kind " + std::to_string(kind) + "; lists of lists are not allowed");
        const auto bytes = checked_product(count, kind == kString ? 8 : kKindBytes[kind]);
        if (!bytes || *bytes > rest()) fail("has a list that goes on past the file's end");
        if (kind != kString) return void(take(*bytes));
        for (U64 i = 0; i < count; ++i)
            text();
    }

    void take_alignment(U32 kind, const std::string& value) {
        // Its own kind is u32; ten digits at most.
        m_alignment = kind == kU32 ? std::stoull(value) : 0;
        if (m_alignment == 0 || !std::has_single_bit(m_alignment))
            fail("has a general.alignment that is no power of two");
    }

    void take_tensor() {
        TensorInfo info;
        info.name = text();
        if (info.name.empty() || info.name.size() > kMostName || first_invalid_utf8(info.name))
            fail("a tensor's name is expected here: 1 to 64 bytes of UTF-8");
        const auto wrong = [&](const char* sentence) { fail("tensor '" + info.name + "' " + sentence); };
        const auto axes = little<U32>();
        if (axes > kMostAxes) wrong("has more than 4 axes");
        for (U32 i = 0; i < axes; ++i)
            info.shape.push_back(static_cast<std::int64_t>(little<U64>()));
        const std::int64_t row = info.shape.empty() ? 1 : info.shape[0];
        std::ranges::reverse(info.shape);
        const auto count = checked_count(info.shape);
        if (!count) wrong("has a shape of more than 2^60 values");
        Entry entry;
        entry.type_number = little<U32>();
        entry.type = gguf_type(entry.type_number);
        entry.offset = little<U64>();
        if (entry.type && U64(row) % entry.type->block != 0) wrong("has rows that are no whole blocks");
        if (entry.offset % m_alignment != 0) wrong("does not begin at a multiple of the alignment");
        if (entry.type) entry.bytes = *count / entry.type->block * entry.type->bytes;
        info.dtype = entry.type ? std::string(entry.type->name) : "type " + std::to_string(entry.type_number);
        info.readable = entry.type && entry.type->unpack;
        m_tensors.push_back(std::move(info));
        m_entries.push_back(entry);
    }

    void check_names() const {
        std::vector<std::string_view> names;
        for (const TensorInfo& info : m_tensors)
            names.push_back(info.name);
        std::ranges::sort(names);
        if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
            throw Error(m_path, "the name '" + std::string(*twice) + "' stands for two tensors");
    }

    /// All values lie inside the file and none twice.
    void check_layout() const {
        std::vector<std::size_t> order(m_entries.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::ranges::sort(order, {},
                          [&](std::size_t i) { return std::pair(m_entries[i].offset, m_entries[i].bytes); });
        if (m_data > m_file.size() && !order.empty())
            throw Error(m_path, "ends before the values of its tensors");
        U64 end = 0;
        for (const std::size_t i : order) {
            const Entry& entry = m_entries[i];
            if (!fits(entry.offset, entry.bytes, m_file.size() - m_data))
                throw Error(m_path, "tensor '" + m_tensors[i].name + "' of " + std::to_string(entry.bytes) +
                                        " bytes at " + std::to_string(entry.offset) +
                                        " of the values goes on past the file's end");
            if (entry.offset < end && entry.bytes > 0)
                throw Error(m_path, "tensor '" + m_tensors[i].name + "' begins inside the one before it");
            end = std::max(end, entry.offset + entry.bytes);
        }
    }

    MappedFile m_file;
    U64 m_at = 0, m_data = 0, m_alignment = kDefaultAlignment;
    std::vector<Entry> m_entries;
};

} // namespace

std::shared_ptr<const TensorArchive> open_gguf(MappedFile file) {
    return std::make_shared<GgufArchive>(std::move(file));
}

} // namespace ffn
