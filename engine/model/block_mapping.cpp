#include "engine/model/block_mapping.h"

#include "engine/core/error.h"
#include "engine/model/block_layout.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ffn {

namespace {

using enum TensorRole;

constexpr std::array kRoles{Up,       UpBias,   Gate,     GateBias,   Down,
                            DownBias, NormGain, NormBias, SecondGain, SecondBias};
constexpr std::array<std::string_view, 10> kNames{"up",          "up_bias",    "gate",      "gate_bias",
                                                  "down",        "down_bias",  "norm_gain", "norm_bias",
                                                  "second_gain", "second_bias"};
constexpr std::string_view kLayout = "layout", kOutIn = "out_in", kInOut = "in_out";

bool is_matrix(TensorRole role) {
    return role == Up || role == Gate || role == Down;
}
/// Whether its rows, or entries, are hidden units.
bool is_hidden(TensorRole role) {
    return role == Up || role == UpBias || role == Gate || role == GateBias;
}

/// Sizes that every tensor so far agrees to; 0 where none has said.
struct Sizes {
    std::int64_t d_model = 0, d_ff = 0;

    static bool agree(std::int64_t& size, std::int64_t value) {
        if (size == 0) size = value;
        return size == value;
    }
};

/// Takes one tensor into account; false when it does not fit.
bool take(Sizes& sizes, TensorRole role, const TensorInfo& tensor, Orientation orientation, bool fused) {
    const bool doubled = fused && is_hidden(role);
    const auto hidden = [&](std::int64_t count) {
        return (!doubled || count % 2 == 0) && Sizes::agree(sizes.d_ff, doubled ? count / 2 : count);
    };
    if (!is_matrix(role)) {
        const auto length = vector_length(tensor);
        if (!length || *length < 1) return false;
        return is_hidden(role) ? hidden(*length) : Sizes::agree(sizes.d_model, *length);
    }
    auto shape = matrix_shape(tensor);
    if (!shape || (shape->kernel && orientation == Orientation::InOut)) return false;
    if (orientation == Orientation::InOut) std::swap(shape->rows, shape->cols);
    if (role == Down)
        return Sizes::agree(sizes.d_model, shape->rows) && Sizes::agree(sizes.d_ff, shape->cols);
    return hidden(shape->rows) && Sizes::agree(sizes.d_model, shape->cols);
}

/// What a mapping names; null where it names nothing.
using Chosen = std::array<const TensorInfo*, kRoles.size()>;

Chosen chosen(const TensorArchive& archive, const BlockMapping& mapping) {
    Chosen tensors{};
    for (const TensorRole role : kRoles)
        if (const std::int64_t index = mapping[role].empty() ? -1 : archive.find(mapping[role]); index >= 0)
            tensors[std::size_t(role)] = &archive.tensors()[std::size_t(index)];
    return tensors;
}

/// The layouts in which all the tensors fit together.
std::vector<Layout> possible_layouts(const Chosen& tensors, std::optional<Orientation> said) {
    std::vector<Layout> found;
    const TensorInfo* gate = tensors[std::size_t(Gate)];
    const bool fused = gate && gate == tensors[std::size_t(Up)];
    for (const Orientation orientation : {Orientation::OutIn, Orientation::InOut}) {
        if (said.value_or(orientation) != orientation) continue;
        Sizes sizes;
        const bool fits = std::ranges::all_of(kRoles, [&](TensorRole role) {
            const TensorInfo* tensor = tensors[std::size_t(role)];
            return !tensor || take(sizes, role, *tensor, orientation, fused);
        });
        if (fits) found.push_back({orientation, sizes.d_model, sizes.d_ff});
    }
    return found;
}

std::string shape_text(const TensorInfo& tensor) {
    std::string text;
    for (const std::int64_t extent : tensor.shape)
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    return "[" + text + "]";
}

void check_names(const TensorArchive& archive, const BlockMapping& mapping) {
    for (const TensorRole role : {Up, Down})
        if (mapping[role].empty())
            throw Error(archive.path(),
                        "a block needs at least up and down; --map names no " + std::string(name(role)));
    if (mapping[SecondGain].empty() && !mapping[SecondBias].empty())
        throw Error(archive.path(), "--map names a bias of the second norm; name its gain too, second_gain");
    for (const TensorRole role : kRoles)
        if (!mapping[role].empty() && archive.find(mapping[role]) < 0)
            throw Error(archive.path(), "there is no tensor '" + mapping[role] + "', which --map names as " +
                                            std::string(name(role)));
}

[[noreturn]] void throw_unfit(const TensorArchive& archive, const BlockMapping& mapping) {
    std::string list;
    for (const TensorRole role : kRoles)
        if (const std::int64_t index = archive.find(mapping[role]); !mapping[role].empty() && index >= 0)
            list += (list.empty() ? "" : ", ") + std::string(name(role)) + " " +
                    shape_text(archive.tensors()[std::size_t(index)]);
    throw Error(archive.path(),
                "the shapes of the tensors in --map do not fit together: " + list +
                    "; needed are up [d_ff, d_model] and down [d_model, d_ff], or both the other "
                    "way round, and vectors of those lengths");
}

Layout choose_layout(const TensorArchive& archive, const BlockMapping& mapping) {
    const auto layouts = possible_layouts(chosen(archive, mapping), mapping.orientation);
    if (layouts.empty()) throw_unfit(archive, mapping);
    if (layouts.size() == 1) return layouts[0];
    if (layouts[0].d_model == layouts[0].d_ff)
        throw Error(archive.path(),
                    "the matrices are square, so nothing shows whether they lie as [out, in] or "
                    "as [in, out]; add layout=out_in or layout=in_out to --map");
    // No network of this kind is narrower in the middle.
    return layouts[0].d_ff > layouts[0].d_model ? layouts[0] : layouts[1];
}

Norm choose_norm(const TensorArchive& archive, const BlockTensors& tensors, const ConfigOverrides& say) {
    if (say.norm) return *say.norm;
    if (tensors.norm_gain.empty() && !tensors.second_gain.empty())
        throw Error(archive.path(),
                    "--map names a second norm and no first one; name norm_gain too, or say with "
                    "--norm what both are, the first without a gain");
    if (tensors.norm_gain.empty()) return Norm::None;
    if (tensors.norm_bias.empty())
        throw Error(archive.path(),
                    "a norm without a bias may be layer_norm, rms_norm or std_norm; say which with --norm");
    return Norm::LayerNorm;
}

} // namespace

std::span<const TensorRole> tensor_roles() {
    return kRoles;
}

std::string_view name(TensorRole role) {
    return kNames[std::size_t(role)];
}

const std::string& BlockMapping::operator[](TensorRole role) const {
    const std::array all{&tensors.up,          &tensors.up_bias,    &tensors.gate,      &tensors.gate_bias,
                         &tensors.down,        &tensors.down_bias,  &tensors.norm_gain, &tensors.norm_bias,
                         &tensors.second_gain, &tensors.second_bias};
    return *all[std::size_t(role)];
}

std::string& BlockMapping::operator[](TensorRole role) {
    return const_cast<std::string&>(std::as_const(*this)[role]);
}

bool BlockMapping::has_tensors() const {
    return std::ranges::any_of(kRoles, [&](TensorRole role) { return !(*this)[role].empty(); });
}

BlockMapping mapping_from_text(std::string_view text) {
    const auto begins_role = [](std::string_view rest) {
        const std::string_view role = rest.substr(0, rest.find('='));
        return role.size() < rest.size() && (role == kLayout || std::ranges::count(kNames, role) > 0);
    };
    BlockMapping mapping;
    while (!text.empty()) {
        std::size_t end = text.find(',');
        while (end != text.npos && !begins_role(text.substr(end + 1)))
            end = text.find(',', end + 1);
        const std::string_view entry = text.substr(0, end);
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
        const std::size_t equals = std::min(entry.find('='), entry.size());
        const std::string key(entry.substr(0, equals)),
            value(entry.substr(std::min(equals + 1, entry.size())));
        const auto role = std::ranges::find(kNames, key);
        if (role == kNames.end() && key != kLayout)
            throw Error("'" + key +
                        "' is nothing that --map knows; it takes up=, down=, up_bias=, down_bias=, "
                        "gate=, gate_bias=, norm_gain=, norm_bias=, second_gain=, second_bias= and layout=");
        if (value.empty())
            throw Error("--map says nothing after '" + key + "'; the name of a tensor is expected");
        if (key == kLayout) {
            if (value != kOutIn && value != kInOut)
                throw Error("the layout '" + value + "' in --map is none; it is out_in or in_out");
            mapping.orientation = value == kOutIn ? Orientation::OutIn : Orientation::InOut;
            continue;
        }
        std::string& tensor = mapping[kRoles[std::size_t(role - kNames.begin())]];
        if (!tensor.empty()) throw Error("--map names two tensors as " + key);
        tensor = value;
    }
    return mapping;
}

std::string mapping_text(const BlockMapping& mapping) {
    std::string text;
    const auto add = [&](std::string_view key, std::string_view value) {
        if (!text.empty()) text += ',';
        text.append(key).append("=").append(value);
    };
    for (const TensorRole role : kRoles)
        if (!mapping[role].empty()) add(name(role), mapping[role]);
    if (mapping.orientation) add(kLayout, mapping.orientation == Orientation::InOut ? kInOut : kOutIn);
    return text;
}

std::vector<std::string> fitting_tensors(const TensorArchive& archive, TensorRole role,
                                         const BlockMapping& partial) {
    std::vector<std::string> names;
    const Chosen taken = chosen(archive, partial);
    Chosen tried = taken;
    for (const TensorInfo& tensor : archive.tensors()) {
        if (!tensor.readable) continue;
        const bool elsewhere = std::ranges::any_of(kRoles, [&](TensorRole other) {
            const bool fused = (role == Gate && other == Up) || (role == Up && other == Gate);
            return other != role && !fused && taken[std::size_t(other)] == &tensor;
        });
        tried[std::size_t(role)] = &tensor;
        if (!elsewhere && !possible_layouts(tried, partial.orientation).empty()) names.push_back(tensor.name);
    }
    return names;
}

Block map_block(const TensorArchive& archive, const BlockMapping& mapping, const ConfigOverrides& overrides) {
    check_names(archive, mapping);
    const Layout layout = choose_layout(archive, mapping);
    if (!overrides.activation)
        throw Error(archive.path(),
                    "nothing says which activation the mapped block has; say it with --activation");
    Block block;
    block.id = block.family = "mapped";
    block.tensors = mapping.tensors;
    block.orientation = layout.orientation;
    block.config = {.d_model = layout.d_model,
                    .d_ff = layout.d_ff,
                    .activation = *overrides.activation,
                    .norm = choose_norm(archive, mapping.tensors, overrides),
                    .placement = overrides.placement.value_or(NormPlacement::Post),
                    .eps = overrides.eps.value_or(1e-5),
                    .gated = !mapping.tensors.gate.empty(),
                    .second_norm = !mapping.tensors.second_gain.empty()};
    // What nobody said of the norm is what its tensors show, and the customary eps.
    block.activation_source = ConfigSource::Option;
    if (overrides.norm || block.config.norm == Norm::None) block.norm_source = ConfigSource::Option;
    if (overrides.placement) block.placement_source = ConfigSource::Option;
    if (overrides.eps) block.eps_source = ConfigSource::Option;
    if (block.config.norm == Norm::None) {
        without_norm(block);
    } else if (!overrides.placement) {
        throw Error(archive.path(),
                    "nothing says whether the norm of the mapped block comes before or after it; "
                    "say --norm-placement pre or post");
    }
    return block;
}

} // namespace ffn
