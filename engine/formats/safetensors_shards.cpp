#include "engine/core/error.h"
#include "engine/formats/json_text.h"
#include "engine/formats/pytorch_archive.h"
#include "engine/formats/safetensors_archive.h"
#include "engine/formats/sibling_file.h"

#include <algorithm>
#include <set>

namespace ffn {

namespace {

using nlohmann::json;
using std::filesystem::path;

/// Hubs shard PyTorch's files by the same kind of index.
std::shared_ptr<const TensorArchive> open_shard(const path& where) {
    MappedFile file(where);
    if (is_zip(file.bytes())) {
        std::vector<ZipMember> members = read_zip_directory(file, LocalHeaders::Later);
        return open_pytorch_zip(std::move(file), std::move(members));
    }
    if (is_legacy_pytorch(file.bytes())) return open_legacy_pytorch(std::move(file));
    return open_safetensors(std::move(file));
}

/// The names of each shard's tensors.
using Shards = std::map<std::string, std::vector<std::string>>;

constexpr std::size_t kMostShards = 4096;

/// Takes `weight_map` out as it is read; what else the index says is returned.
json read_index(const path& index, Shards& shards) {
    std::size_t tensors = 0;
    const auto take = [&](std::string&& tensor, json&& file) {
        if (++tensors > kMostTensorsOfShards)
            throw Error(index, "names more than " + std::to_string(kMostTensorsOfShards) + " tensors");
        if (!file.is_string()) throw Error(index, "the shard of tensor '" + tensor + "' is not a text");
        shards[file.get_ref<const std::string&>()].push_back(std::move(tensor));
        if (shards.size() > kMostShards) throw Error(index, "names more than 4096 shards");
    };
    const JsonSink sink{{"weight_map"}, false, take};
    json root = read_json(index, {&sink, 1});
    const auto weights = root.is_object() ? root.find("weight_map") : root.end();
    if (!root.is_object() || weights == root.end() || !weights->is_object())
        throw Error(index, "has no object 'weight_map', as an index of shards needs");
    return root;
}

class ShardedArchive final : public TensorArchive {
  public:
    explicit ShardedArchive(const std::filesystem::path& index) : TensorArchive(index) {
        Shards shards;
        const json root = read_index(index, shards);
        check_names(shards);
        for (const auto& [name, tensors] : shards)
            add_shard(name, tensors);
        const auto metadata = root.find("metadata");
        if (metadata == root.end() || !metadata->is_object()) return;
        for (const auto& [key, value] : metadata->items())
            m_metadata[key] = value.is_string() ? value.get<std::string>() : value.dump();
    }

    std::string_view format() const override {
        return m_shards.empty() ? "safetensors" : m_shards[0]->format();
    }
    using TensorArchive::read;

    void read(std::size_t index, std::span<float> out) const override {
        const Place& place = m_places.at(index);
        m_shards[place.shard]->read(place.index, out);
    }

    std::optional<StoredValues> stored(std::size_t index) const override {
        const Place& place = m_places.at(index);
        return m_shards[place.shard]->stored(place.index);
    }

  private:
    struct Place {
        std::size_t shard, index;
    };

    void check_names(const Shards& shards) const {
        std::vector<std::string_view> names;
        for (const auto& [file, tensors] : shards)
            names.insert(names.end(), tensors.begin(), tensors.end());
        std::ranges::sort(names);
        if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
            throw Error(m_path, "the key '" + std::string(*twice) + "' stands twice in 'weight_map'");
    }

    /// Keeps the order of the shard's bytes.
    void add_shard(const std::string& name, const std::vector<std::string>& wanted) {
        const auto shard = open_shard(sibling_file(m_path, name, "shard"));
        const auto& tensors = shard->tensors();
        std::map<std::string_view, std::size_t> places;
        for (std::size_t i = 0; i < tensors.size(); ++i)
            places[tensors[i].name] = i;
        std::set<std::size_t> listed;
        for (const std::string& tensor : wanted) {
            const auto found = places.find(tensor);
            if (found == places.end())
                throw Error(m_path, "tensor '" + tensor + "' is not in '" + name + "', where it should be");
            listed.insert(found->second);
        }
        for (const std::size_t i : listed) {
            m_tensors.push_back(tensors[i]);
            m_places.push_back({m_shards.size(), i});
        }
        m_shards.push_back(shard);
    }

    std::vector<std::shared_ptr<const TensorArchive>> m_shards;
    std::vector<Place> m_places;
};

} // namespace

std::shared_ptr<const TensorArchive> open_safetensors_shards(const path& index) {
    return std::make_shared<ShardedArchive>(index);
}

} // namespace ffn
