#include "engine/formats/pytorch_tensors.h"

#include "engine/core/error.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

namespace ffn {

namespace {

using Id = Pickle::Id;

constexpr int kMostDepth = 64;
// Containers of tensors that share one another are walked again each time: so much of it is borne with.
constexpr std::size_t kMostVisits = std::size_t(1) << 18, kMostItems = std::size_t(1) << 22;
constexpr std::size_t kMostName = 4096;
constexpr std::size_t kMostListing = std::size_t(48) << 20; ///< bytes, about

constexpr std::array<std::string_view, 8> kWrappers{"state_dict", "model_state_dict", "model", "module",
                                                    "weights",    "params",           "net",   "network"};

constexpr std::array<std::pair<PickleName, ElementType>, 10> kStorages{{
    {PickleName::FloatStorage, ElementType::F32},
    {PickleName::DoubleStorage, ElementType::F64},
    {PickleName::HalfStorage, ElementType::F16},
    {PickleName::BFloat16Storage, ElementType::BF16},
    {PickleName::LongStorage, ElementType::I64},
    {PickleName::IntStorage, ElementType::I32},
    {PickleName::ShortStorage, ElementType::I16},
    {PickleName::CharStorage, ElementType::I8},
    {PickleName::ByteStorage, ElementType::U8},
    {PickleName::BoolStorage, ElementType::Bool},
}};

class Listing {
  public:
    Listing(const Pickle& pickle, const std::filesystem::path& file, std::uint64_t offset)
        : m_pickle(pickle), m_file(file), m_offset(offset) {}

    std::vector<PytorchTensor> list() {
        const Id root = m_pickle.root();
        m_wrapper = wrapper(root);
        if (matters(root))
            visit(root, m_pickle.kind(root) == PickleKind::Tensor ? m_file.stem().string() : "", 0);
        if (m_tensors.empty())
            throw Error(m_file, "is a PyTorch file that holds no tensors; a state_dict is expected");
        return std::move(m_tensors);
    }

  private:
    [[noreturn]] void fail(Id id, const std::string& sentence) const {
        throw Error(m_file, sentence, m_offset + m_pickle.node(id).at);
    }

    /// The key of the root under which the weights lie, if there is one such key.
    std::string_view wrapper(Id root) const {
        std::string_view found;
        const auto items = m_pickle.items(root);
        if (m_pickle.kind(root) != PickleKind::Dict) return {};
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            const std::string_view key = m_pickle.text(items[i]);
            if (m_pickle.kind(items[i + 1]) == PickleKind::Tensor) return {};
            if (m_pickle.kind(items[i + 1]) != PickleKind::Dict || !std::ranges::count(kWrappers, key))
                continue;
            if (!found.empty()) return {};
            found = key;
        }
        return found;
    }

    bool is_list(Id id) const {
        return m_pickle.kind(id) == PickleKind::List || m_pickle.kind(id) == PickleKind::Tuple;
    }
    /// Whether tensors may be in it.
    bool matters(Id id) const {
        const PickleKind kind = m_pickle.kind(id);
        return is_list(id) || kind == PickleKind::Dict || kind == PickleKind::Tensor;
    }

    void visit(Id id, const std::string& name, int depth) {
        const auto items = m_pickle.items(id);
        m_items += items.size() + name.size() / 8; // the names that are put together count, too
        if (++m_visits > kMostVisits || m_items > kMostItems)
            fail(id, "the pickle's containers share one another without end");
        if (name.size() > kMostName) fail(id, "a tensor's name is longer than 4096 bytes");
        if (m_pickle.kind(id) == PickleKind::Tensor) return add(id, name);
        if (depth == kMostDepth)
            fail(id, "containers lie more than " + std::to_string(kMostDepth) + " deep in one another");
        const bool list = is_list(id);
        const std::size_t before = m_tensors.size();
        for (std::size_t i = 0; i < items.size(); i += list ? 1 : 2) {
            const Id item = items[list ? i : i + 1];
            if (!matters(item) || m_barren.contains(item)) continue;
            const std::string part = list ? std::to_string(i) : key(items[i]);
            const bool outer = depth == 0 && !list && !m_wrapper.empty() && part == m_wrapper;
            visit(item, outer ? name : name.empty() ? part : name + "." + part, depth + 1);
        }
        if (m_tensors.size() == before) m_barren.insert(id);
    }

    std::string key(Id id) const {
        if (m_pickle.kind(id) == PickleKind::Int) return std::to_string(m_pickle.node(id).number);
        return std::string(m_pickle.text(id).substr(0, kMostName + 1));
    }

    void add(Id id, const std::string& name) {
        if (name.empty() || first_invalid_utf8(name)) fail(id, "a tensor's name is empty or not UTF-8");
        if (!m_names.insert(name).second) fail(id, "the name '" + name + "' stands for two tensors");
        PytorchTensor tensor = describe(id, name);
        m_listed += 256 + 2 * name.size() + 32 * tensor.shape.size();
        if (m_listed > kMostListing) fail(id, "the file names more tensors than any model has");
        m_tensors.push_back(std::move(tensor));
    }

    /// (storage, offset, size, stride, requires_grad, hooks …)
    PytorchTensor describe(Id id, const std::string& name) const {
        const auto items = m_pickle.items(id);
        const auto wrong = [&] { fail(id, "tensor '" + name + "' is not described as PyTorch does it"); };
        if (items.size() < 4 || m_pickle.kind(items[0]) != PickleKind::Storage ||
            m_pickle.kind(items[1]) != PickleKind::Int)
            wrong();
        PytorchTensor tensor{name, storage(items[0], name),        m_pickle.node(items[1]).number, {},
                             {},   m_offset + m_pickle.node(id).at};
        for (const auto& [from, to] : {std::pair{items[2], &tensor.shape}, {items[3], &tensor.strides}}) {
            if (m_pickle.kind(from) != PickleKind::Tuple || m_pickle.items(from).size() > 64) wrong();
            for (const Id extent : m_pickle.items(from)) {
                if (m_pickle.kind(extent) != PickleKind::Int) wrong();
                to->push_back(m_pickle.node(extent).number);
            }
        }
        return tensor;
    }

    /// ('storage', type, key, location, count), and in legacy files None.
    PytorchStorage storage(Id id, const std::string& name) const {
        const auto items = m_pickle.items(id);
        const auto number = [&](std::size_t i) { return m_pickle.node(items[i]).number; };
        if (items.size() < 5 || m_pickle.text(items[0]) != "storage" ||
            m_pickle.kind(items[1]) != PickleKind::Name || m_pickle.kind(items[2]) != PickleKind::Text ||
            m_pickle.kind(items[4]) != PickleKind::Int || number(4) < 0)
            fail(id, "the storage of tensor '" + name + "' is not described as PyTorch does it");
        if (items.size() > 5 && m_pickle.kind(items[5]) != PickleKind::None)
            fail(id, "the storage of tensor '" + name +
                         "' is a part of another, as only very old PyTorch wrote it; save it anew");
        for (const auto& [type_name, type] : kStorages)
            if (number(1) == std::int64_t(type_name))
                return {m_pickle.text(items[2]), type, std::uint64_t(number(4))};
        fail(id, "the storage of tensor '" + name + "' has no known type");
    }

    const Pickle& m_pickle;
    const std::filesystem::path& m_file;
    std::uint64_t m_offset;
    std::string_view m_wrapper;
    std::vector<PytorchTensor> m_tensors;
    std::set<std::string> m_names;
    std::unordered_set<Id> m_barren; ///< containers walked before, without a tensor in them
    std::size_t m_visits = 0, m_items = 0, m_listed = 0;
};

} // namespace

std::vector<PytorchTensor> pytorch_tensors(const Pickle& pickle, const std::filesystem::path& file,
                                           std::uint64_t offset) {
    return Listing(pickle, file, offset).list();
}

} // namespace ffn
