#include "engine/formats/pickle.h"

#include <algorithm>
#include <array>

namespace ffn {

namespace {

struct NameRow {
    std::string_view module, name;
};

/// In the order of PickleName.
constexpr std::array<NameRow, 14> kNames{{{"collections", "OrderedDict"},
                                          {"torch._utils", "_rebuild_tensor_v2"},
                                          {"torch._utils", "_rebuild_parameter"},
                                          {"torch", "Size"},
                                          {"torch", "FloatStorage"},
                                          {"torch", "DoubleStorage"},
                                          {"torch", "HalfStorage"},
                                          {"torch", "BFloat16Storage"},
                                          {"torch", "LongStorage"},
                                          {"torch", "IntStorage"},
                                          {"torch", "ShortStorage"},
                                          {"torch", "CharStorage"},
                                          {"torch", "ByteStorage"},
                                          {"torch", "BoolStorage"}}};

} // namespace

std::optional<PickleName> pickle_name(std::string_view module, std::string_view name) {
    const auto is_it = [&](const NameRow& row) { return row.module == module && row.name == name; };
    const auto found = std::ranges::find_if(kNames, is_it);
    if (found == kNames.end()) return std::nullopt;
    return PickleName(found - kNames.begin());
}

std::string_view Pickle::text(Id id) const {
    const PickleNode& text = m_nodes[id];
    if (text.kind != PickleKind::Text) return {};
    return {reinterpret_cast<const char*>(m_bytes.data()) + text.number, text.length};
}

std::span<const Pickle::Id> Pickle::items(Id id) const {
    const PickleNode& holder = m_nodes[id];
    switch (holder.kind) {
    case PickleKind::Tuple:
    case PickleKind::Storage:
    case PickleKind::Tensor:
        return std::span(m_tuple_items).subspan(std::size_t(holder.number), holder.length);
    case PickleKind::List:
    case PickleKind::Dict:
        if (holder.number < 0) return {}; // none was ever put in
        return m_lists[std::size_t(holder.number)];
    default:
        return {};
    }
}

} // namespace ffn
