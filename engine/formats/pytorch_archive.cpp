#include "engine/formats/pytorch_archive.h"

#include "engine/core/error.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/checked_size.h"
#include "engine/formats/pytorch_tensors.h"
#include "engine/formats/strided_values.h"

#include <algorithm>
#include <array>
#include <map>

namespace ffn {

namespace {

constexpr std::string_view kPickle = "/data.pkl";
constexpr std::uint64_t kMostInflated = std::uint64_t(32) << 20; // of a pickle that is packed
/// LONG1 of 0x1950a86a20f9469cfc6c.
constexpr std::array<std::uint8_t, 12> kMagic{0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46,
                                              0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19};

/// The bytes of a storage. In a zip where they begin is looked up when they are read.
struct StoredBytes {
    ByteSpan bytes;
    const ZipMember* member = nullptr; ///< null where they are just those
};
using Storages = std::map<std::string, StoredBytes>; // by their keys

class PytorchArchive final : public TensorArchive {
  public:
    explicit PytorchArchive(MappedFile file) : TensorArchive(file.path()), m_file(std::move(file)) {}

    std::string_view format() const override { return "pytorch"; }
    using TensorArchive::read;

    void read(std::size_t index, std::span<float> out) const override {
        if (!m_tensors.at(index).readable)
            throw Error(m_path, "tensor '" + m_tensors[index].name +
                                    "' repeats values of its storage, and is larger than it; save it with "
                                    ".clone()");
        read_strided(located(index), out);
    }

    std::optional<StoredValues> stored(std::size_t index) const override {
        if (!m_tensors.at(index).readable) return std::nullopt;
        const StridedValues values = located(index);
        const auto bytes = packed_bytes(values);
        if (!bytes) return std::nullopt;
        return StoredValues{values.type, *bytes};
    }

    const MappedFile& file() const { return m_file; }
    /// The zip's members, which stay where they are.
    std::vector<ZipMember>& members() { return m_members; }

    void add(const PytorchTensor& tensor, const Storages& storages, bool swapped) {
        const auto fail = [&](const std::string& sentence) {
            throw Error(m_path, "tensor '" + tensor.name + "' " + sentence, tensor.at);
        };
        const auto storage = storages.find(std::string(tensor.storage.key));
        if (storage == storages.end())
            fail("needs the storage '" + std::string(tensor.storage.key) + "', which the file has not");
        const auto bytes = checked_product(tensor.storage.count, byte_size(tensor.storage.type));
        const ByteSpan stored = storage->second.bytes;
        if (!bytes || *bytes > stored.size())
            fail("needs " + std::to_string(tensor.storage.count) + " values of its storage, which has " +
                 std::to_string(stored.size()) + " bytes");
        StridedValues values{tensor.storage.type, stored.first(*bytes), swapped,
                             tensor.offset,       tensor.shape,         tensor.strides};
        const auto fault = fault_of(values);
        const bool repeats = fault && fault->starts_with("repeats");
        if (fault && !repeats) fail(std::string(*fault));
        m_tensors.push_back(
            {tensor.name, std::string(ffn::name(tensor.storage.type)), tensor.shape, !repeats});
        m_values.push_back(std::move(values));
        m_places.push_back(storage->second.member);
    }

  private:
    StridedValues located(std::size_t index) const {
        StridedValues values = m_values[index];
        if (const ZipMember* unlocated = m_places[index]) {
            ZipMember member = *unlocated;
            locate_member(m_file, member);
            values.storage = stored_bytes(m_file, member).first(values.storage.size());
        }
        return values;
    }

    MappedFile m_file;
    std::vector<ZipMember> m_members;
    std::vector<StridedValues> m_values;
    std::vector<const ZipMember*> m_places; ///< of each tensor's values
};

ZipMember& find_pickle(const MappedFile& file, std::vector<ZipMember>& members) {
    ZipMember* found = nullptr;
    for (ZipMember& member : members) {
        if (!member.name.ends_with(kPickle)) continue;
        if (found)
            throw Error(file.path(), "holds two data.pkl, '" + found->name + "' and '" + member.name + "'");
        found = &member;
    }
    if (!found) throw Error(file.path(), "has no member data.pkl, as PyTorch files have");
    return *found;
}

/// The member's bytes; `buffer` holds them where they have to be unpacked.
ByteSpan member_bytes(const MappedFile& file, const ZipMember& member, std::vector<std::uint8_t>& buffer) {
    if (!member.deflated) return stored_bytes(file, member);
    if (member.size > kMostInflated)
        throw Error(file.path(), "member '" + member.name + "' is packed and too large to be unpacked here",
                    member.data);
    buffer.resize(member.size);
    ZipStream stream(file, member);
    stream.read(buffer);
    stream.finish();
    return buffer;
}

Storages storages_of(const MappedFile& file, const std::vector<ZipMember>& members, const std::string& root) {
    const std::string start = root + "/data/";
    Storages storages;
    for (const ZipMember& member : members) {
        if (!member.name.starts_with(start)) continue;
        if (member.deflated)
            throw Error(file.path(),
                        "member '" + member.name + "' is packed; PyTorch stores its values unpacked",
                        member.data);
        storages.emplace(member.name.substr(start.size()), StoredBytes{stored_bytes(file, member), &member});
    }
    return storages;
}

bool is_big_endian(const MappedFile& file, const std::vector<ZipMember>& members, const std::string& root) {
    const auto found = std::ranges::find(members, root + "/byteorder", &ZipMember::name);
    if (found == members.end() || found->deflated) return false;
    ZipMember member = *found;
    locate_member(file, member);
    const ByteSpan text = stored_bytes(file, member);
    return std::string_view(reinterpret_cast<const char*>(text.data()), text.size()) == "big";
}

/// "little_endian" of the system that wrote a legacy file; true where it says nothing.
bool says_little_endian(const Pickle& system) {
    const auto items = system.items(system.root());
    for (std::size_t i = 0; system.kind(system.root()) == PickleKind::Dict && i + 1 < items.size(); i += 2)
        if (system.text(items[i]) == "little_endian") return system.node(items[i + 1]).number != 0;
    return true;
}

/// Finds each storage behind the pickles; its length in values stands before it, its type in the tensors.
Storages legacy_storages(const MappedFile& file, std::uint64_t at, const Pickle& keys,
                         const std::vector<PytorchTensor>& tensors) {
    std::map<std::string_view, PytorchStorage> known;
    for (const PytorchTensor& tensor : tensors)
        known.emplace(tensor.storage.key, tensor.storage);
    Storages storages;
    for (const Pickle::Id id : keys.items(keys.root())) {
        const auto storage = known.find(keys.text(id));
        if (storage == known.end())
            throw Error(file.path(), "holds a storage that no tensor uses, so that its size is unknown", at);
        if (!fits(at, 8, file.size())) throw Error(file.path(), "ends before the values of a storage", at);
        const auto count = load_little<std::uint64_t>(file.bytes(), at);
        const auto bytes = checked_product(count, byte_size(storage->second.type));
        if (count != storage->second.count || !bytes || !fits(at + 8, *bytes, file.size()))
            throw Error(file.path(),
                        "a storage of " + std::to_string(storage->second.count) + " values is expected here",
                        at);
        storages.emplace(keys.text(id), StoredBytes{file.bytes().subspan(at + 8, *bytes)});
        at += 8 + *bytes;
    }
    return storages;
}

} // namespace

std::shared_ptr<const TensorArchive> open_pytorch_zip(MappedFile file, std::vector<ZipMember> members) {
    auto archive = std::make_shared<PytorchArchive>(std::move(file));
    const MappedFile& mapped = archive->file();
    archive->members() = std::move(members);
    ZipMember& member = find_pickle(mapped, archive->members());
    locate_member(mapped, member);
    const std::string root = member.name.substr(0, member.name.size() - kPickle.size());
    std::vector<std::uint8_t> buffer;
    const Pickle pickle = read_pickle(member_bytes(mapped, member, buffer), mapped.path(), member.data);
    const bool swapped = is_big_endian(mapped, archive->members(), root);
    const Storages storages = storages_of(mapped, archive->members(), root);
    for (const PytorchTensor& tensor : pytorch_tensors(pickle, mapped.path(), member.data))
        archive->add(tensor, storages, swapped);
    return archive;
}

bool is_legacy_pytorch(ByteSpan bytes) {
    const ByteSpan start = bytes.first(std::min<std::size_t>(bytes.size(), 32));
    return start.size() > 2 && start[0] == 0x80 &&
           std::search(start.begin(), start.end(), kMagic.begin(), kMagic.end()) != start.end();
}

std::shared_ptr<const TensorArchive> open_legacy_pytorch(MappedFile file) {
    auto archive = std::make_shared<PytorchArchive>(std::move(file));
    const MappedFile& mapped = archive->file();
    std::uint64_t at = 0, object_at = 0;
    std::vector<Pickle> pickles;
    for (int i = 0; i < 5; ++i) {
        if (i == 3) object_at = at;
        pickles.push_back(read_pickle(mapped.bytes().subspan(at), mapped.path(), at));
        at += pickles.back().size();
    }
    const PickleNode& version = pickles[1].node(pickles[1].root());
    if (version.kind != PickleKind::Int || version.number != 1001)
        throw Error(mapped.path(), "is a legacy PyTorch file of another version than 1001");
    const auto tensors = pytorch_tensors(pickles[3], mapped.path(), object_at);
    const Storages storages = legacy_storages(mapped, at, pickles[4], tensors);
    for (const PytorchTensor& tensor : tensors)
        archive->add(tensor, storages, !says_little_endian(pickles[2]));
    return archive;
}

} // namespace ffn
