#include "engine/tokens/pattern_compiler.h"

#include "engine/core/error.h"

#include <algorithm>
#include <string>

namespace ffn {

namespace {

using Node = PatternNode;
using Op = Pattern::Op;

constexpr std::size_t kMaxSteps = 20'000;
constexpr std::size_t kMaxVisits = 100'000; // groups of nothing, repeated, make no steps
constexpr std::size_t kAboveAscii = 128;

bool may_be_empty(const Node& node) {
    switch (node.kind) {
    case Node::Kind::Set:
        return false;
    case Node::Kind::Sequence:
        return std::ranges::all_of(node.children, may_be_empty);
    case Node::Kind::Choice:
        return std::ranges::any_of(node.children, may_be_empty);
    case Node::Kind::Repeat:
        return node.least == 0 || may_be_empty(node.children[0]);
    default:
        return true;
    }
}

class Compiler {
  public:
    Compiler(const PatternTree& tree, std::string_view source) : m_tree(tree), m_source(source) {}

    PatternProgram compile() {
        for (const Node& child : m_tree.root.children) {
            Pattern::Alternative alternative{here(), {}};
            if (may_be_empty(child))
                alternative.first.set();
            else
                add_first(child, alternative.first);
            m_program.alternatives.push_back(alternative);
            emit(child);
            put({Op::Match});
        }
        return std::move(m_program);
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error("the pattern “" + std::string(m_source) + "” " + what);
    }

    std::uint32_t here() const { return std::uint32_t(m_program.steps.size()); }
    Pattern::Step& at(std::uint32_t step) { return m_program.steps[step]; }

    std::uint32_t put(const Pattern::Step& step) {
        if (m_program.steps.size() >= kMaxSteps) fail("is too large");
        m_program.steps.push_back(step);
        return here() - 1;
    }

    // The bytes a match of `node` can begin with.
    void add_first(const Node& node, std::bitset<129>& first) const {
        switch (node.kind) {
        case Node::Kind::Set:
            for (std::size_t c = 0; c < kAboveAscii; ++c)
                if (m_tree.sets[node.set].contains(std::int32_t(c))) first.set(c);
            first.set(kAboveAscii);
            return;
        case Node::Kind::Sequence:
            for (const Node& child : node.children) {
                add_first(child, first);
                if (!may_be_empty(child)) return;
            }
            return;
        case Node::Kind::Choice:
            for (const Node& child : node.children)
                add_first(child, first);
            return;
        case Node::Kind::Repeat:
            add_first(node.children[0], first);
            return;
        default:
            return; // takes nothing
        }
    }

    void emit(const Node& node) {
        if (++m_visits > kMaxVisits) fail("is too large");
        switch (node.kind) {
        case Node::Kind::Set:
            put({Op::Set, node.set});
            return;
        case Node::Kind::Sequence:
            for (const Node& child : node.children)
                emit(child);
            return;
        case Node::Kind::Choice:
            emit_choice(node);
            return;
        case Node::Kind::Repeat:
            emit_repeat(node);
            return;
        case Node::Kind::LookAhead:
            emit_look_ahead(node);
            return;
        case Node::Kind::LookBehind: {
            Pattern::Step step{Op::LookBehind, node.set};
            step.negated = node.negated;
            put(step);
            return;
        }
        case Node::Kind::Begin:
            put({Op::Begin});
            return;
        case Node::Kind::End:
            put({Op::End});
            return;
        }
    }

    void emit_choice(const Node& node) {
        std::vector<std::uint32_t> jumps;
        for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
            const std::uint32_t fork = put({Op::Fork});
            emit(node.children[i]);
            jumps.push_back(put({Op::Jump}));
            at(fork).target = fork + 1;
            at(fork).other = here();
        }
        emit(node.children.back());
        for (const std::uint32_t jump : jumps)
            at(jump).target = here();
    }

    void emit_repeat(const Node& node) {
        const Node& body = node.children[0];
        if (body.kind == Node::Kind::Set) {
            put({Op::Loop, body.set, 0, 0, node.least, node.most, node.possessive});
            return;
        }
        for (std::uint32_t i = 0; i < node.least; ++i)
            emit(body);
        std::vector<std::uint32_t> forks;
        if (node.most == kNoLimit) {
            if (may_be_empty(body)) fail("repeats a group that may match nothing, which is not supported");
            forks.push_back(put({Op::Fork}));
            emit(body);
            const std::uint32_t back = put({Op::Jump});
            at(back).target = forks[0];
        } else {
            for (std::uint32_t i = node.least; i < node.most; ++i) {
                forks.push_back(put({Op::Fork}));
                emit(body);
            }
        }
        for (const std::uint32_t fork : forks) {
            at(fork).target = fork + 1;
            at(fork).other = here();
        }
    }

    void emit_look_ahead(const Node& node) {
        const std::uint32_t look = put({Op::LookAhead});
        emit(node.children[0]);
        put({Op::Match});
        at(look).other = here();
        at(look).negated = node.negated;
    }

    const PatternTree& m_tree;
    std::string_view m_source;
    PatternProgram m_program;
    std::size_t m_visits = 0;
};

} // namespace

PatternProgram compile_pattern(const PatternTree& tree, std::string_view source) {
    return Compiler(tree, source).compile();
}

} // namespace ffn
