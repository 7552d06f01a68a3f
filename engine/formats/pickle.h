#pragma once

#include "engine/formats/mapped_file.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace ffn {

/// The only names that a pickle may call upon; all else is refused before anything is made of it.
enum class PickleName : std::uint8_t {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    Size,
    FloatStorage,
    DoubleStorage,
    HalfStorage,
    BFloat16Storage,
    LongStorage,
    IntStorage,
    ShortStorage,
    CharStorage,
    ByteStorage,
    BoolStorage
};
/// By module and name, as "torch" and "FloatStorage".
std::optional<PickleName> pickle_name(std::string_view module, std::string_view name);

enum class PickleKind : std::uint8_t {
    None,
    Bool,
    Int,
    LongInt, ///< more than 64 bits; its value is not kept
    Float,   ///< likewise: no tensor's place depends on one
    Text,
    Tuple,
    List,
    Dict, ///< items: key, value, key, value, …
    Set,
    Name,
    Storage, ///< a persistent id; items: those of its tuple
    Tensor   ///< items: the arguments of _rebuild_tensor_v2
};

/// One value of a pickle. Values that hold others name them by number, so that sharing and rings cost
/// nothing.
struct PickleNode {
    PickleKind kind = PickleKind::None;
    std::uint32_t at = 0;     ///< the byte of the pickle where it was made
    std::uint32_t length = 0; ///< of a text in bytes, of a tuple in items
    std::int64_t number = 0;  ///< Int, Bool, PickleName; else where text or items are
};

/// What one pickle holds, read without running any of it.
class Pickle {
  public:
    using Id = std::uint32_t;

    Id root() const { return m_root; }
    std::uint64_t size() const { return m_size; } ///< bytes up to its end
    const PickleNode& node(Id id) const { return m_nodes[id]; }
    PickleKind kind(Id id) const { return m_nodes[id].kind; }
    std::string_view text(Id id) const;
    /// Of a tuple, list, dict, storage or tensor; nothing for all else.
    std::span<const Id> items(Id id) const;
    bool is_name(Id id, PickleName name) const {
        return kind(id) == PickleKind::Name && m_nodes[id].number == std::int64_t(name);
    }

  private:
    friend class PickleMachine;
    ByteSpan m_bytes;
    std::deque<PickleNode> m_nodes; ///< a deque: growing it needs no second copy
    std::vector<Id> m_tuple_items;  ///< of all tuples, one after another
    std::vector<std::vector<Id>> m_lists;
    Id m_root = 0;
    std::uint64_t m_size = 0;
};

/// Reads the pickle that begins `bytes`, which must outlive it; bytes behind its end are left alone.
///
/// Knows the opcodes that PyTorch's own weights-only loader knows, and the names above. Throws Error naming
/// `file` and the byte (`offset` is where `bytes` begins there) for anything else, for a stack or memo that
/// does not add up, and for more values than a file of weights has: memory stays under 64 MB.
Pickle read_pickle(ByteSpan bytes, const std::filesystem::path& file, std::uint64_t offset = 0);

} // namespace ffn
