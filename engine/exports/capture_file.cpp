#include "engine/exports/capture_file.h"

#include "engine/core/error.h"
#include "engine/exports/snapshot_file.h"
#include "engine/exports/snapshot_metadata.h"
#include "engine/tokens/metadata_json.h"

#include <nlohmann/json.hpp>

namespace ffn {

namespace {

using nlohmann::json;

const std::string kMark = "ffnscope.capture", kBlocks = "ffnscope.blocks";

struct Entry {
    std::string id, config;
};

std::vector<Entry> entries(const TensorArchive& archive) {
    const json list = metadata_json(archive, kBlocks);
    std::vector<Entry> found;
    if (!list.is_array()) fail_metadata(archive, kBlocks, "should be a list of blocks");
    for (const json& block : list) {
        const bool sound = block.is_object() && block.contains("id") && block["id"].is_string() &&
                           block.contains("config") && block["config"].is_object();
        if (!sound) fail_metadata(archive, kBlocks, "has a block without an id and a config");
        found.push_back({block["id"].get<std::string>(), block["config"].dump()});
    }
    if (found.empty()) fail_metadata(archive, kBlocks, "names no blocks");
    return found;
}

/// One block of a capture, as the snapshot file it might have been.
class BlockView final : public TensorArchive {
  public:
    BlockView(const TensorArchive& archive, const Entry& block)
        : TensorArchive(archive.path()), m_archive(archive) {
        m_metadata = archive.metadata();
        m_metadata["ffnscope.snapshot"] = "1";
        m_metadata["ffnscope.config"] = block.config;
        m_metadata["ffnscope.edits"] = edits_text({});
        m_metadata["ffnscope.block"] = block.id;
        const std::string start = block.id + "/";
        for (std::size_t i = 0; i < archive.tensors().size(); ++i) {
            const TensorInfo& tensor = archive.tensors()[i];
            if (!tensor.name.starts_with(start)) continue;
            m_tensors.push_back(tensor);
            m_tensors.back().name.erase(0, start.size());
            m_places.push_back(i);
        }
    }

    std::string_view format() const override { return m_archive.format(); }
    using TensorArchive::read;
    void read(std::size_t index, std::span<float> out) const override {
        m_archive.read(m_places.at(index), out);
    }

  private:
    const TensorArchive& m_archive;
    std::vector<std::size_t> m_places;
};

} // namespace

bool is_capture(const TensorArchive& archive) {
    return archive.metadata().contains(kMark);
}

std::vector<CapturedBlock> captured_blocks(const TensorArchive& archive) {
    std::vector<CapturedBlock> blocks;
    for (const Entry& entry : entries(archive))
        blocks.push_back({entry.id, config_from_metadata(BlockView(archive, entry))});
    return blocks;
}

std::shared_ptr<const Snapshot> read_captured(const TensorArchive& archive, std::string_view id) {
    if (!is_capture(archive)) throw Error(archive.path(), "is not a capture");
    if (archive.metadata().at(kMark) != "1")
        throw Error(archive.path(), "is a capture of version “" + archive.metadata().at(kMark) +
                                        "”; version 1 is known here");
    std::string list;
    for (const Entry& entry : entries(archive)) {
        if (entry.id == id) return read_snapshot(BlockView(archive, entry));
        list += (list.empty() ? "" : ", ") + entry.id;
    }
    throw Error(archive.path(), "has no block '" + std::string(id) + "'; it has " + list);
}

} // namespace ffn
