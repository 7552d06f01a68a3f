#include "engine/core/error.h"
#include "engine/formats/npy_archive.h"
#include "engine/formats/npy_header.h"

namespace ffn {

namespace {

constexpr std::string_view kEnding = ".npy";

/// A packed member of more bytes than this may be larger than its packed bytes by so many times: weights that
/// are not all alike pack to a tenth at best, and a file of a megabyte could hold a gigabyte of zeros.
constexpr std::uint64_t kLargeMember = std::uint64_t(64) << 20, kMostRatio = 256;

struct NpzEntry {
    ZipMember member;
    NpyHeader header;
    std::uint64_t header_bytes = 0;
};

class NpzArchive final : public TensorArchive {
  public:
    NpzArchive(MappedFile file, std::vector<ZipMember> members)
        : TensorArchive(file.path()), m_file(std::move(file)) {
        for (ZipMember& member : members)
            if (member.name.ends_with(kEnding)) add(std::move(member));
    }

    std::string_view format() const override { return "npz"; }
    using TensorArchive::read;

    void read(std::size_t index, std::span<float> out) const override {
        const NpzEntry& entry = m_entries.at(index);
        const ZipMember& member = entry.member;
        if (!entry.header.type)
            place(entry).fail("holds values of type " + entry.header.info.dtype +
                              ", which cannot be read here");
        if (!member.deflated) {
            check_stored(m_file, member);
            return read_npy_values(entry.header, stored_bytes(m_file, member).subspan(entry.header_bytes),
                                   out);
        }
        check_ratio(member);
        ZipStream stream(m_file, member);
        std::vector<std::uint8_t> header(entry.header_bytes);
        stream.read(header);
        read_npy_values(
            entry.header, [&](std::span<std::uint8_t> bytes) { stream.read(bytes); }, out);
        stream.finish();
    }

  private:
    void check_ratio(const ZipMember& member) const {
        if (member.size > kLargeMember && member.size / kMostRatio > member.packed)
            throw Error(m_path,
                        "member '" + member.name + "' unpacks from " + std::to_string(member.packed) +
                            " bytes to " + std::to_string(member.size) + ", which no weights do",
                        member.offset);
    }

    NpyPlace place(const NpzEntry& entry) const { return {m_path, entry.member.name}; }

    void add(ZipMember&& member) {
        if (m_entries.size() == kMostTensors)
            throw Error(m_path, "has more than " + std::to_string(kMostTensors) + " tensors", member.offset);
        NpzEntry& entry = m_entries.emplace_back();
        entry.member = std::move(member);
        ZipStream stream(m_file, entry.member);
        entry.header = read_npy_header(place(entry), [&](std::span<std::uint8_t> out) {
            stream.read(out);
            entry.header_bytes += out.size();
        });
        const std::uint64_t values = entry.member.size - entry.header_bytes;
        if (entry.header.type && values != entry.header.value_bytes)
            place(entry).fail("holds " + std::to_string(values) + " bytes of values, its shape needs " +
                              std::to_string(entry.header.value_bytes));
        entry.header.info.name = entry.member.name.substr(0, entry.member.name.size() - kEnding.size());
        m_tensors.push_back(entry.header.info);
    }

    MappedFile m_file;
    std::vector<NpzEntry> m_entries;
};

} // namespace

std::shared_ptr<const TensorArchive> open_npz(MappedFile file, std::vector<ZipMember> members) {
    return std::make_shared<NpzArchive>(std::move(file), std::move(members));
}

} // namespace ffn
