#include "engine/model/block_finder.h"

#include "engine/core/error.h"
#include "engine/model/block_layout.h"
#include "engine/model/block_order.h"
#include "engine/model/config_file.h"
#include "engine/model/families.h"
#include "engine/model/layer_name.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace ffn {

namespace {

/// `name` ends with the parts `tail`: at its start or after a dot.
bool ends_in(std::string_view name, std::string_view tail) {
    return name.ends_with(tail) && (name.size() == tail.size() || name[name.size() - tail.size() - 1] == '.');
}

bool is_embedding(std::string_view name) {
    if (!name.ends_with(".weight")) return false;
    name.remove_suffix(7);
    return std::ranges::any_of(embedding_names(), [&](auto tail) { return ends_in(name, tail); });
}

/// Where in config.json a part of a model of several has its own values.
std::string_view section_of(std::string_view id) {
    for (std::string_view part : {"text_model", "language_model"})
        if (id.find(part) != id.npos) return "text_config";
    for (std::string_view part : {"vision_model", "vision_tower"})
        if (id.find(part) != id.npos) return "vision_config";
    return "";
}

/// One row of the table tried on one tensor that may be a first matrix.
struct Candidate {
    const Family* family = nullptr;
    LayerName layer;
    BlockTensors tensors;
    bool has_type = false; ///< the config's model type names the row
    std::array<int, 4> rank{};
};

class Finder {
  public:
    Finder(const TensorArchive& archive, const ConfigOverrides& overrides)
        : m_archive(archive), m_overrides(overrides), m_config(ConfigFile::of(archive)) {
        for (const TensorInfo& tensor : archive.tensors())
            m_by_name.emplace(tensor.name, &tensor);
        for (const Family& family : families())
            m_evidence.push_back(evidence(family));
    }

    std::vector<Block> blocks() const {
        std::vector<Block> found;
        for (const TensorInfo& tensor : m_archive.tensors())
            if (auto candidate = best_candidate(tensor)) found.push_back(block(*candidate));
        std::ranges::sort(found, block_before, &Block::id);
        std::set<std::string> taken;
        for (Block& b : found) {
            b.index = int(&b - found.data());
            // Two blocks of one layer: the longer name of the first matrix tells them apart.
            if (!taken.insert(b.id).second)
                taken.insert(b.id = b.tensors.up.substr(0, b.tensors.up.rfind('.')));
        }
        return found;
    }

  private:
    const TensorInfo* find(std::string_view name) const {
        const auto entry = m_by_name.find(name);
        return entry == m_by_name.end() ? nullptr : entry->second;
    }
    std::string name_if_there(std::string name) const { return find(name) ? name : std::string(); }

    bool file_has(std::string_view parts) const {
        return std::ranges::any_of(m_archive.tensors(), [&](const TensorInfo& tensor) {
            if (parts.back() == '.') return ("." + tensor.name).find(parts) != std::string::npos;
            return ends_in(tensor.name, parts);
        });
    }

    /// 1 where the file's other tensors speak for the row, −1 where they speak against it.
    int evidence(const Family& family) const {
        bool all = true;
        for (std::string_view parts : family.file_has)
            if (!parts.empty()) all = all && file_has(parts);
        for (std::string_view parts : family.file_lacks)
            if (!parts.empty()) all = all && !file_has(parts);
        if (!all) return -1;
        return family.file_has[0].empty() ? 0 : 1;
    }

    std::optional<Candidate> best_candidate(const TensorInfo& up) const {
        if (!up.name.ends_with(".weight") || !matrix_shape(up)) return std::nullopt;
        std::optional<Candidate> best;
        for (const Family& family : families()) {
            auto candidate = try_row(family, up);
            if (candidate && (!best || candidate->rank > best->rank)) best = std::move(candidate);
        }
        return best;
    }

    std::optional<Candidate> try_row(const Family& family, const TensorInfo& up) const {
        auto layer = match_layer(std::string_view(up.name).substr(0, up.name.size() - 7), family.up);
        if (!layer) return std::nullopt;
        Candidate c{&family, std::move(*layer), {}, false, {}};
        c.tensors = tensors(family, c.layer);
        const TensorInfo* down = find(c.tensors.down);
        if (!down || !matrix_shape(*down)) return std::nullopt;
        if (!family.gate.empty()) {
            const TensorInfo* gate = find(c.tensors.gate);
            if (!gate || !matrix_shape(*gate)) return std::nullopt;
        }
        c.has_type = has_type(family, c.layer.prefix, *matrix_shape(*down));
        if (family.only_by_type && !c.has_type) return std::nullopt;
        const int evidence = m_evidence[std::size_t(&family - families().data())];
        c.rank = {int(family.up.size()), !c.tensors.norm_gain.empty(), c.has_type, evidence};
        return c;
    }

    BlockTensors tensors(const Family& family, const LayerName& layer) const {
        const auto full = [&](std::string_view part, const char* end) {
            if (part.empty()) return std::string();
            return name_if_there(layer.prefix + fill_pattern(part, layer.star) + end);
        };
        BlockTensors t;
        t.up = full(family.up, ".weight");
        t.up_bias = full(family.up, ".bias");
        t.gate = full(family.gate, ".weight");
        t.gate_bias = full(family.gate, ".bias");
        t.down = full(family.down, ".weight");
        t.down_bias = full(family.down, ".bias");
        const auto norm = [&](std::string_view part, std::string& gain, std::string& bias) {
            for (const auto& [gain_end, bias_end] :
                 {std::pair{".weight", ".bias"}, {".gamma", ".beta"}, {".a_2", ".b_2"}}) {
                if (!gain.empty()) return;
                gain = full(part, gain_end);
                if (!gain.empty()) bias = full(part, bias_end);
            }
        };
        for (const std::string_view part : family.norms)
            norm(part, t.norm_gain, t.norm_bias);
        norm(family.second_norm, t.second_gain, t.second_bias);
        return t;
    }

    /// The config, where it can belong to a block with such a second matrix.
    const ConfigFile* config_for(std::string_view id, const MatrixShape& down) const {
        return m_config && m_config->fits(section_of(id), down.rows, down.cols) ? &*m_config : nullptr;
    }

    bool has_type(const Family& family, std::string_view id, const MatrixShape& down) const {
        const ConfigFile* config = config_for(id, down);
        const auto type = config ? config->text(section_of(id), "model_type") : std::nullopt;
        return type && !type->empty() &&
               std::ranges::find(family.model_types, *type) != family.model_types.end();
    }

    /// The layer's name, or an expert's; the family's for a file that is one layer.
    static std::string id(const Candidate& c) {
        const std::string_view up = c.family->up;
        if (const std::size_t star = up.find('*'); star != up.npos)
            return c.layer.prefix + fill_pattern(up.substr(0, star + 1), c.layer.star);
        if (c.layer.prefix.empty()) return std::string(c.family->name);
        return c.layer.prefix.substr(0, c.layer.prefix.size() - 1);
    }

    Block block(const Candidate& c) const {
        Block b;
        b.family = c.family->name;
        b.id = id(c);
        b.tensors = c.tensors;
        const MatrixShape down = *matrix_shape(*find(c.tensors.down));
        const Layout lying = m_overrides.orientation ? layout_as(*m_overrides.orientation, down)
                                                     : layout(down, lengths(c), *c.family, c.has_type);
        b.orientation = lying.orientation;
        b.config = {.d_model = lying.d_model,
                    .d_ff = lying.d_ff,
                    .activation = c.family->activation,
                    .norm = c.family->norm,
                    .placement = c.family->placement,
                    .eps = c.family->eps,
                    .gated = !c.family->gate.empty(),
                    .second_norm = !c.tensors.second_gain.empty()};
        const ConfigFile* config = config_for(b.id, down);
        if (config) apply_config(b, *c.family, *config);
        apply_overrides(b);
        b.note = note(*c.family, b.id, config);
        b.refusal = refusal(c);
        return b;
    }

    static std::string note(const Family& family, std::string_view id, const ConfigFile* config) {
        const auto layers = config && !family.shared_key.empty()
                                ? config->number(section_of(id), family.shared_key)
                                : std::nullopt;
        if (layers && *layers > 1 && *layers < 1e6)
            return "one block that all " + std::to_string(int(*layers)) + " layers share";
        if (!family.shared_key.empty()) return "one block that all layers share";
        const bool denied = !family.no_note_key.empty() && config &&
                            config->flag(section_of(id), family.no_note_key) == false;
        return denied ? std::string() : std::string(family.note);
    }

    std::string refusal(const Candidate& c) const {
        const Family& family = *c.family;
        const auto has = [&](std::string_view part) {
            return !part.empty() && find(c.layer.prefix + std::string(part));
        };
        const auto& with = family.unsupported_with;
        const bool always = with[0].empty();
        return always || std::ranges::any_of(with, has) ? std::string(family.unsupported) : std::string();
    }

    VectorLengths lengths(const Candidate& c) const {
        const auto length = [&](const std::string& name) {
            const TensorInfo* tensor = name.empty() ? nullptr : find(name);
            return tensor ? vector_length(*tensor) : std::nullopt;
        };
        return {length(c.tensors.up_bias), length(c.tensors.down_bias), length(c.tensors.norm_gain)};
    }

    void apply_config(Block& b, const Family& family, const ConfigFile& config) const {
        const std::string_view section = section_of(b.id);
        if (const auto text = config.text(section, family.activation_key); text && !m_overrides.activation) {
            const auto activation = activation_from_config(*text);
            if (!activation)
                throw Error(config.path(),
                            "the value of \"" + std::string(family.activation_key) + "\" is \"" + *text +
                                "\", an activation not known here; say with --activation which of "
                                "relu, gelu, gelu_tanh, silu, quick_gelu, relu_squared to take");
            b.config.activation = *activation;
            b.activation_source = ConfigSource::Config;
        }
        if (const auto eps = config_eps(config, section, family.norm)) {
            b.config.eps = *eps;
            b.eps_source = ConfigSource::Config;
        }
        if (!family.bias_key.empty() && config.flag(section, family.bias_key) == false)
            b.tensors.up_bias = b.tensors.gate_bias = b.tensors.down_bias = "";
        if (family.pre_norm_key.empty()) return;
        if (const auto pre = config.flag(section, family.pre_norm_key)) {
            b.config.placement = *pre ? NormPlacement::Pre : NormPlacement::Post;
            b.placement_source = ConfigSource::Config;
        }
    }

    static std::optional<double> config_eps(const ConfigFile& config, std::string_view section, Norm norm) {
        std::array<std::string_view, 4> keys{"layer_norm_eps", "layer_norm_epsilon", "norm_eps",
                                             "rms_norm_eps"};
        if (norm == Norm::RmsNorm) std::ranges::reverse(keys);
        for (std::string_view key : keys) {
            const auto eps = config.number(section, key);
            if (!eps) continue;
            if (!(*eps >= 0) || !std::isfinite(*eps))
                throw Error(config.path(), "the value of \"" + std::string(key) + "\" must not be negative");
            return eps;
        }
        return std::nullopt;
    }

    void apply_overrides(Block& b) const {
        const auto say = [](const auto& said, auto& value, ConfigSource& source) {
            if (!said) return;
            value = *said;
            source = ConfigSource::Option;
        };
        say(m_overrides.activation, b.config.activation, b.activation_source);
        say(m_overrides.norm, b.config.norm, b.norm_source);
        say(m_overrides.placement, b.config.placement, b.placement_source);
        say(m_overrides.eps, b.config.eps, b.eps_source);
        if (b.config.norm == Norm::None) without_norm(b);
    }

    const TensorArchive& m_archive;
    const ConfigOverrides& m_overrides;
    std::optional<ConfigFile> m_config;
    std::map<std::string_view, const TensorInfo*>
        m_by_name;               ///< ordered: names can be made to clash in hashes
    std::vector<int> m_evidence; ///< a row of the table each
};

} // namespace

std::string_view name(ConfigSource source) {
    constexpr std::array<std::string_view, 3> kNames{"config", "family", "option"};
    return kNames[std::size_t(source)];
}

void without_norm(Block& block) {
    block.config.norm = Norm::None;
    block.config.second_norm = false;
    BlockTensors& t = block.tensors;
    t.norm_gain = t.norm_bias = t.second_gain = t.second_bias = "";
}

ModelListing find_blocks(const TensorArchive& archive, const ConfigOverrides& overrides) {
    const Finder finder(archive, overrides);
    ModelListing listing;
    listing.blocks = finder.blocks();
    listing.embeddings = find_embeddings(archive, listing.blocks);
    return listing;
}

std::vector<EmbeddingTable> find_embeddings(const TensorArchive& archive, const std::vector<Block>& blocks) {
    const auto named = archive.metadata().find("ffnscope.embedding");
    std::vector<EmbeddingTable> found;
    for (const TensorInfo& tensor : archive.tensors()) {
        const bool is_named = named != archive.metadata().end() && named->second == tensor.name;
        if (tensor.shape.size() != 2 || !(is_named || is_embedding(tensor.name))) continue;
        const auto fits = [&](const Block& b) { return b.config.d_model == tensor.shape[1]; };
        if (std::ranges::none_of(blocks, fits)) continue;
        found.push_back({tensor.name, tensor.shape[0], tensor.shape[1]});
    }
    return found;
}

std::vector<EmbeddingTable> embedding_candidates(const TensorArchive& archive, std::int64_t dim) {
    std::vector<EmbeddingTable> found;
    for (const TensorInfo& tensor : archive.tensors())
        if (tensor.readable && tensor.shape.size() == 2 && tensor.shape[0] > 0 && tensor.shape[1] == dim)
            found.push_back({tensor.name, tensor.shape[0], dim});
    // Clang 14, which builds the fuzzers, does not take the one of std::ranges.
    std::stable_partition(found.begin(), found.end(),
                          [](const EmbeddingTable& table) { return is_embedding(table.tensor); });
    return found;
}

} // namespace ffn
