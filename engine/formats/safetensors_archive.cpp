#include "engine/formats/safetensors_archive.h"

#include "engine/core/error.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/checked_size.h"
#include "engine/formats/element_type.h"
#include "engine/formats/json_text.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace ffn {

namespace {

using nlohmann::json;
using std::filesystem::path;

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeader = 100'000'000; // the specification's own limit
constexpr std::size_t kMostName = 4096;           // bytes, of a tensor or a dtype

/// Types of the specification that hold no real numbers, or too narrow ones, to be shown here.
struct ListedType {
    std::string_view name;
    std::uint64_t bits;
};
constexpr std::array<ListedType, 7> kListedTypes{{{"F4", 4},
                                                  {"F6_E2M3", 6},
                                                  {"F6_E3M2", 6},
                                                  {"F8_E8M0", 8},
                                                  {"F8_E4M3FNUZ", 8},
                                                  {"F8_E5M2FNUZ", 8},
                                                  {"C64", 64}}};

struct Entry {
    TensorInfo info;
    std::optional<ElementType> type;
    std::uint64_t begin = 0, end = 0; ///< relative to the first byte after the header
};

[[noreturn]] void fail(const path& file, const std::string& tensor, const std::string& sentence) {
    throw Error(file, "tensor '" + tensor + "' " + sentence);
}

std::vector<std::uint64_t> whole_numbers(const path& file, const std::string& tensor, const json& entry,
                                         const char* key) {
    const auto list = entry.find(key);
    std::vector<std::uint64_t> numbers;
    if (list == entry.end() || !list->is_array())
        fail(file, tensor, std::string("has no list '") + key + "'");
    for (const json& number : *list) {
        if (!number.is_number_unsigned())
            fail(file, tensor, std::string("has something else than a whole number ≥ 0 in '") + key + "'");
        numbers.push_back(number.get<std::uint64_t>());
    }
    return numbers;
}

void take_shape(const path& file, const json& json_entry, Entry& entry) {
    for (const std::uint64_t extent : whole_numbers(file, entry.info.name, json_entry, "shape"))
        // What does not fit becomes negative, and no count.
        entry.info.shape.push_back(static_cast<std::int64_t>(extent));
    if (!checked_count(entry.info.shape))
        fail(file, entry.info.name, "has a shape with more than 64 axes or 2^60 values");
}

/// Bits of one value; sets the type of `entry`, or that it can only be listed.
std::uint64_t take_type(const path& file, const json& json_entry, Entry& entry) {
    const auto dtype = json_entry.find("dtype");
    if (dtype == json_entry.end() || !dtype->is_string()) fail(file, entry.info.name, "has no text 'dtype'");
    entry.info.dtype = dtype->get<std::string>();
    if (entry.info.dtype.size() > kMostName)
        fail(file, entry.info.name, "has a dtype of more than 4096 bytes");
    entry.type = element_type_from_name(entry.info.dtype);
    if (entry.type) return 8 * byte_size(*entry.type);
    const auto listed = std::ranges::find(kListedTypes, entry.info.dtype, &ListedType::name);
    if (listed == kListedTypes.end())
        fail(file, entry.info.name, "has the unknown dtype '" + entry.info.dtype + "'");
    entry.info.readable = false;
    return listed->bits;
}

Entry take_entry(const path& file, const std::string& name, const json& json_entry) {
    Entry entry;
    if (name.size() > kMostName)
        throw Error(file, "the name '" + name.substr(0, 40) + "…' has more than 4096 bytes");
    entry.info.name = name;
    if (!json_entry.is_object()) fail(file, name, "is not described by an object");
    const std::uint64_t bits = take_type(file, json_entry, entry);
    take_shape(file, json_entry, entry);
    const auto offsets = whole_numbers(file, name, json_entry, "data_offsets");
    if (offsets.size() != 2 || offsets[0] > offsets[1])
        fail(file, name, "needs data_offsets of a begin and an end not before it");
    entry.begin = offsets[0];
    entry.end = offsets[1];
    const auto all_bits = checked_product(*checked_count(entry.info.shape), bits);
    if (!all_bits || *all_bits % 8 != 0 || *all_bits / 8 != entry.end - entry.begin)
        fail(file, name,
             "takes " + std::to_string(entry.end - entry.begin) +
                 " bytes by its data_offsets, another number by its shape and dtype");
    return entry;
}

std::map<std::string, std::string> take_metadata(const path& file, json object) {
    if (!object.is_object()) throw Error(file, "'__metadata__' is not an object of texts");
    std::map<std::string, std::string> metadata;
    auto& members = object.get_ref<json::object_t&>();
    for (auto member = members.begin(); member != members.end(); member = members.erase(member)) {
        if (!member->second.is_string())
            throw Error(file, "'__metadata__' has no text under '" + member->first + "'");
        metadata[member->first] = std::move(member->second.get_ref<std::string&>());
    }
    return metadata;
}

void check_names(const path& file, const std::vector<Entry>& entries) {
    std::vector<std::string_view> names;
    for (const Entry& entry : entries)
        names.push_back(entry.info.name);
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
        throw Error(file, "the name '" + std::string(*twice) + "' stands twice in the header");
}

/// The tensors must lie one directly after another and fill the file to its end.
void check_layout(const path& file, const std::vector<Entry>& entries, std::uint64_t data_size) {
    std::uint64_t end = 0;
    for (const Entry& entry : entries) {
        if (entry.begin != end)
            fail(file, entry.info.name,
                 "begins at byte " + std::to_string(entry.begin) +
                     " of the values, the one before it ends at " + std::to_string(end));
        end = entry.end;
    }
    const std::string sizes = "the header describes " + std::to_string(end) +
                              " bytes of values, the file holds " + std::to_string(data_size);
    if (end > data_size)
        throw Error(file, "is cut short: " + sizes + ", " + std::to_string(end - data_size) + " are missing");
    if (end < data_size) throw Error(file, sizes);
}

class SafetensorsArchive final : public TensorArchive {
  public:
    explicit SafetensorsArchive(MappedFile file) : TensorArchive(file.path()), m_file(std::move(file)) {
        std::vector<Entry> entries = read_header();
        check_names(m_path, entries);
        std::ranges::sort(entries, {}, [](const Entry& e) { return std::tie(e.begin, e.end, e.info.name); });
        check_layout(m_path, entries, m_file.size() - m_data);
        for (Entry& entry : entries) {
            m_tensors.push_back(std::move(entry.info));
            m_places.push_back({entry.type, entry.begin, entry.end});
        }
    }

    std::string_view format() const override { return "safetensors"; }
    using TensorArchive::read;

    void read(std::size_t index, std::span<float> out) const override {
        const Place& place = m_places.at(index);
        if (!place.type)
            fail(m_path, m_tensors[index].name,
                 "has the dtype " + m_tensors[index].dtype + ", which cannot be read here");
        convert_elements(*place.type, bytes_of(place), false, out);
    }

    std::optional<StoredValues> stored(std::size_t index) const override {
        const Place& place = m_places.at(index);
        if (!place.type) return std::nullopt;
        return StoredValues{*place.type, bytes_of(place)};
    }

  private:
    struct Place {
        std::optional<ElementType> type;
        std::uint64_t begin, end;
    };

    ByteSpan bytes_of(const Place& place) const {
        return m_file.bytes().subspan(m_data + place.begin, place.end - place.begin);
    }

    /// What the header says; sets the metadata, and where the values begin.
    std::vector<Entry> read_header() {
        const ByteSpan bytes = m_file.bytes();
        if (bytes.size() < kLengthBytes)
            throw Error(m_path, "is shorter than the 8 bytes of a safetensors header's length");
        std::uint64_t length = 0;
        for (std::size_t i = 0; i < kLengthBytes; ++i)
            length |= std::uint64_t(bytes[i]) << (8 * i);
        if (length > kMaxHeader)
            throw Error(m_path,
                        "a header of " + std::to_string(length) + " bytes, 100000000 at most are allowed", 0);
        if (length > bytes.size() - kLengthBytes)
            throw Error(m_path,
                        "is cut short: the header goes on for " + std::to_string(length) +
                            " bytes after these 8, the file has " +
                            std::to_string(bytes.size() - kLengthBytes),
                        0);
        m_data = kLengthBytes + length;
        std::vector<Entry> entries;
        bool has_metadata = false;
        const auto take = [&](std::string&& name, json&& value) {
            if (name != "__metadata__") {
                if (entries.size() == kMostTensors)
                    throw Error(m_path, "has more than " + std::to_string(kMostTensors) + " tensors");
                entries.push_back(take_entry(m_path, name, value));
            } else if (std::exchange(has_metadata, true)) {
                throw Error(m_path, "has two '__metadata__'");
            } else {
                m_metadata = take_metadata(m_path, std::move(value));
            }
        };
        const JsonSink sink{{}, false, take};
        const json header = parse_json({reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, length},
                                       m_path, kLengthBytes, {&sink, 1}, TextIn::Map);
        if (!header.is_object()) throw Error(m_path, "the header is not a JSON object", kLengthBytes);
        return entries;
    }

    MappedFile m_file;
    std::uint64_t m_data = 0;    ///< where the values begin
    std::vector<Place> m_places; ///< of the tensors
};

} // namespace

std::shared_ptr<const TensorArchive> open_safetensors(MappedFile file) {
    return std::make_shared<SafetensorsArchive>(std::move(file));
}

} // namespace ffn
