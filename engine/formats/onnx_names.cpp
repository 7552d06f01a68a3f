#include "engine/formats/onnx_graph.h"
#include "engine/formats/utf8_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace ffn {

namespace {

constexpr std::string_view kWeight = ".weight", kBias = ".bias";
constexpr std::array<std::size_t, 2> kSides{0, 1};

/// "/encoder/layers.0/linear1/MatMul" says "encoder.layers.0.linear1".
std::string layer_of(std::string_view node) {
    const std::size_t last = node.rfind('/');
    if (node.empty() || node[0] != '/' || last == 0 || last > 1024) return {};
    std::string layer(node.substr(1, last - 1));
    std::ranges::replace(layer, '/', '.');
    return layer;
}

/// A name that an exporter numbered: "onnx::Mul_12", "/layers.0/Constant_output_0", "26".
bool is_numbered(std::string_view name) {
    return name.starts_with('/') || name.find("::") != name.npos ||
           std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_product(const OnnxNode& node) {
    return node.operation == "MatMul" || node.operation == "Gemm";
}

class Namer {
  public:
    explicit Namer(OnnxGraph& graph) : m_graph(graph) {
        for (OnnxTensor& tensor : graph.tensors)
            m_tensors.emplace(tensor.name, Meant{&tensor});
        for (const OnnxNode& node : graph.nodes) {
            follow(node);
            if (is_product(node)) m_products.emplace(node.output, &node);
        }
        for (const OnnxNode& node : graph.nodes)
            if (node.operation == "Add" && node.inputs.size() == 2)
                for (const std::size_t side : kSides)
                    if (m_tensors.contains(node.inputs[side]))
                        m_added.emplace(node.inputs[1 - side], node.inputs[side]);
    }

    void run() {
        std::unordered_map<OnnxTensor*, bool> turned;
        for (const OnnxNode& node : m_graph.nodes) {
            if (!is_product(node)) {
                name_of_layer(node);
                continue;
            }
            const Meant weight = node.inputs.size() < 2 ? Meant{} : meant(node.inputs[1]);
            if (!weight.tensor || weight.tensor->shape.size() != 2) continue;
            const bool lies_turned = node.transposes_second == weight.turned;
            const auto first = turned.emplace(weight.tensor, lies_turned).first;
            first->second = first->second && lies_turned;
            name_product(node, *weight.tensor);
        }
        for (const auto& [tensor, is_turned] : turned)
            tensor->transposed = is_turned;
        rename();
    }

  private:
    /// The tensor that a name in the graph stands for.
    struct Meant {
        OnnxTensor* tensor = nullptr;
        bool turned = false; ///< by a Transpose on the way
    };

    /// Another name of a tensor; nodes stand in the order of computation.
    void follow(const OnnxNode& node) {
        if (node.inputs.empty() || (node.operation != "Identity" && node.operation != "Transpose")) return;
        Meant source = meant(node.inputs[0]);
        if (!source.tensor) return;
        if (node.operation == "Transpose" && source.tensor->shape.size() != 2) return;
        source.turned ^= node.operation == "Transpose" && !node.keeps_axes;
        m_tensors.emplace(node.output, source);
    }

    Meant meant(std::string_view name) const {
        const auto found = m_tensors.find(name);
        return found == m_tensors.end() ? Meant{} : found->second;
    }

    /// By the bias beside it, else by the node; and the bias by the matrix.
    void name_product(const OnnxNode& node, OnnxTensor& weight) {
        std::string_view bias = node.inputs.size() > 2 ? node.inputs[2] : std::string_view();
        if (const auto sum = m_added.find(node.output); bias.empty() && sum != m_added.end())
            bias = sum->second;
        std::string layer = layer_of(node.name);
        const Meant added = meant(bias);
        if (added.tensor) bias = added.tensor->name;
        if (bias.ends_with(kBias)) layer = bias.substr(0, bias.size() - kBias.size());
        if (!weight.name.ends_with(kWeight))
            propose(weight, layer, kWeight);
        else
            layer = weight.name.substr(0, weight.name.size() - kWeight.size());
        name_if_numbered(added, layer, kBias, 1);
    }

    /// A norm's or a convolution's own, by the node's name.
    void name_of_layer(const OnnxNode& node) {
        const std::string layer = layer_of(node.name);
        const auto input = [&](std::size_t i) {
            return i < node.inputs.size() ? meant(node.inputs[i]) : Meant{};
        };
        if (node.operation == "Conv" || node.operation == "LayerNormalization") {
            name_if_numbered(input(1), layer, kWeight, node.operation == "Conv" ? 3 : 1);
            name_if_numbered(input(2), layer, kBias, 1);
        } else if (node.operation == "Mul") {
            for (const std::size_t side : kSides)
                name_if_numbered(input(side), layer, kWeight, 1);
        } else if (node.operation == "Add" && node.inputs.size() == 2) {
            for (const std::size_t side : kSides)
                if (!m_products.contains(node.inputs[1 - side])) // else it was named with the product
                    name_if_numbered(input(side), layer, kBias, 1);
        }
    }

    void name_if_numbered(const Meant& of, const std::string& layer, std::string_view end, std::size_t rank) {
        if (of.tensor && of.tensor->shape.size() == rank && is_numbered(of.tensor->name))
            propose(*of.tensor, layer, end);
    }

    void propose(OnnxTensor& tensor, const std::string& layer, std::string_view end) {
        m_names.emplace(&tensor, layer.empty() ? layer : layer + std::string(end));
    }

    /// Gives the names that no other tensor has or is to have.
    void rename() {
        std::map<std::string_view, int> uses;
        for (const auto& [tensor, name] : m_names)
            ++uses[name];
        std::vector<std::pair<OnnxTensor*, std::string>> fresh;
        for (const auto& [tensor, name] : m_names)
            if (!name.empty() && uses[name] == 1 && !m_tensors.contains(name) && !first_invalid_utf8(name))
                fresh.emplace_back(tensor, name);
        for (auto& [tensor, name] : fresh)
            tensor->name = std::move(name);
    }

    OnnxGraph& m_graph;
    // Ordered, for names can be chosen so that they clash in a table of hashes.
    std::map<std::string_view, Meant> m_tensors;            ///< by the graph's names, also after Identity
    std::map<std::string_view, const OnnxNode*> m_products; ///< by their outputs
    std::map<std::string_view, std::string_view> m_added;   ///< a product's output: what is added
    std::unordered_map<OnnxTensor*, std::string> m_names;   ///< proposed; empty: none
};

} // namespace

void name_by_graph(OnnxGraph& graph) {
    Namer(graph).run();
}

} // namespace ffn
