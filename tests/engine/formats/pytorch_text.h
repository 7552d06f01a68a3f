#pragma once

#include "tests/engine/formats/sample_files.h"

#include <string>
#include <vector>

namespace ffn::test {

/// Opcodes for a text, a whole number and a tuple.
inline std::string pickled(const std::string& text) {
    return std::string("X") + little(text.size(), 4) + text;
}
inline std::string pickled(std::int64_t number) {
    return std::string("\x8a\x08") + little(static_cast<std::uint64_t>(number), 8);
}
inline std::string pickled(const std::vector<std::int64_t>& numbers) {
    std::string text(1, '(');
    for (const std::int64_t number : numbers)
        text += pickled(number);
    return text + "t";
}

/// What a test may choose of a tensor in a PyTorch file; the rest is as PyTorch writes it.
struct PickledTensor {
    std::string type = "FloatStorage", key = "0";
    std::int64_t count = 6, offset = 0;
    std::vector<std::int64_t> shape{2, 3}, strides{3, 1};
};
inline std::string pickled(const PickledTensor& t) {
    const std::string storage = std::string("(") + pickled("storage") + "ctorch\n" + t.type + "\n" +
                                pickled(t.key) + pickled("cpu") + pickled(t.count) + "tQ";
    return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + pickled(t.offset) + pickled(t.shape) +
           pickled(t.strides) +
           "\x89"
           "ccollections\nOrderedDict\n)Rt"
           "R";
}

/// A legacy file of one object; each storage is its key, its number of values and its bytes.
struct PickledStorage {
    std::string key;
    std::uint64_t count;
    std::string bytes;
};
inline std::string legacy_file(const std::string& object, const std::vector<PickledStorage>& storages) {
    std::string keys = "](", values;
    for (const PickledStorage& storage : storages) {
        keys += pickled(storage.key);
        values += little(storage.count, 8) + storage.bytes;
    }
    const std::string magic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
    const std::string start = "\x80\x02";
    return start + magic + start + pickled(std::int64_t(1001)) + "." + start + "}." + start + object + "." +
           start + keys + "e." + values;
}

} // namespace ffn::test
