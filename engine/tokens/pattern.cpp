#include "engine/tokens/pattern.h"

#include "engine/core/error.h"
#include "engine/tokens/pattern_compiler.h"
#include "engine/tokens/utf8_text.h"

#include <optional>
#include <utility>

namespace ffn {

namespace {

using Step = Pattern::Step;
using Op = Pattern::Op;

constexpr std::size_t kNowhere = std::string_view::npos;

/// Tries one alternative at a time, with its own stack of choices left open, so that a long text needs no
/// deep recursion.
class Matcher {
  public:
    Matcher(const std::vector<CharSet>& sets, const std::vector<Step>& steps, std::string_view text,
            const std::string& source, std::uint64_t& work)
        : m_sets(sets), m_steps(steps), m_text(text), m_source(source), m_work_left(work) {}

    /// The end of a match that begins at byte `at`; kNowhere if there is none.
    std::size_t run(std::uint32_t step, std::size_t at) {
        const std::size_t bottom = m_open.size();
        for (;;) {
            spend(1);
            if (m_steps[step].op == Op::Match) {
                m_open.resize(bottom);
                return at;
            }
            if (advance(step, at)) continue;
            if (m_open.size() == bottom) return kNowhere;
            take_back(step, at);
        }
    }

  private:
    /// A way not yet taken: go on with `step` at `at`; a loop's, down to `low`.
    struct Open {
        std::uint32_t step;
        std::size_t at, low;
    };

    void spend(std::uint64_t work) {
        if (work > m_work_left)
            throw Error("the pattern “" + m_source + "” would take too long to match this text");
        m_work_left -= work;
    }

    bool set_takes(std::uint32_t set, std::size_t& at) const {
        if (at >= m_text.size()) return false;
        const auto byte = static_cast<unsigned char>(m_text[at]);
        if (byte < 0x80) {
            if (!m_sets[set].contains(byte)) return false;
            ++at;
            return true;
        }
        const Utf8Char c = utf8_at(m_text, at);
        if (!m_sets[set].contains(c.value)) return false;
        at += c.length;
        return true;
    }

    // One step further; false where it does not match.
    bool advance(std::uint32_t& index, std::size_t& at) {
        const Step& step = m_steps[index];
        switch (step.op) {
        case Op::Set:
            if (!set_takes(step.set, at)) return false;
            break;
        case Op::Loop:
            if (!loop(step, index + 1, at)) return false;
            break;
        case Op::Fork:
            m_open.push_back({step.other, at, kNowhere});
            index = step.target;
            return true;
        case Op::Jump:
            index = step.target;
            return true;
        case Op::LookAhead:
            if ((run(index + 1, at) != kNowhere) == step.negated) return false;
            index = step.other;
            return true;
        case Op::LookBehind: {
            std::size_t before = at > 0 ? utf8_before(m_text, at) : kNowhere;
            if ((at > 0 && set_takes(step.set, before)) == step.negated) return false;
            break;
        }
        case Op::Begin:
            if (at != 0) return false;
            break;
        case Op::End:
            if (at != m_text.size()) return false;
            break;
        case Op::Match:
            break;
        }
        ++index;
        return true;
    }

    bool loop(const Step& step, std::uint32_t after, std::size_t& at) {
        std::uint32_t count = 0;
        std::size_t low = at;
        const std::size_t begin = at;
        for (; count < step.most && set_takes(step.set, at); ++count)
            if (count + 1 == step.least) low = at;
        spend(at - begin);
        if (count < step.least) return false;
        if (!step.possessive && at > low) m_open.push_back({after, at, low});
        return true;
    }

    // The last way left open; a loop gives back its last character.
    void take_back(std::uint32_t& step, std::size_t& at) {
        Open& open = m_open.back();
        step = open.step;
        if (open.low != kNowhere) open.at = utf8_before(m_text, open.at);
        at = open.at;
        if (open.low == kNowhere || open.at <= open.low) m_open.pop_back();
    }

    const std::vector<CharSet>& m_sets;
    const std::vector<Step>& m_steps;
    std::string_view m_text;
    const std::string& m_source;
    std::uint64_t& m_work_left;
    std::vector<Open> m_open;
};

} // namespace

Pattern::Pattern(std::string_view source) : m_source(source) {
    PatternTree tree = parse_pattern(source);
    PatternProgram program = compile_pattern(tree, source);
    m_sets = std::move(tree.sets);
    m_steps = std::move(program.steps);
    m_alternatives = std::move(program.alternatives);
}

void Pattern::find_all(std::string_view text, std::vector<Match>& matches) const {
    std::uint64_t work = work_for(text.size());
    find_all(text, matches, work);
}

void Pattern::find_all(std::string_view text, std::vector<Match>& matches, std::uint64_t& work) const {
    Matcher matcher(m_sets, m_steps, text, m_source, work);
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        std::size_t end = kNowhere;
        for (const Alternative& alternative : m_alternatives) {
            if (!alternative.first[byte < 128 ? byte : 128]) continue;
            end = matcher.run(alternative.start, at);
            if (end != kNowhere) break;
        }
        if (end != kNowhere && end > at) {
            matches.push_back({at, end});
            at = end;
        } else {
            at += utf8_at(text, at).length;
        }
    }
}

} // namespace ffn
