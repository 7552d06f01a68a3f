#pragma once

#include "app/analyze_command.h"
#include "app/terminal_progress.h"
#include "engine/analysis/comparison.h"
#include "engine/analysis/sparsity.h"
#include "engine/analysis/table.h"
#include "engine/core/thread_pool.h"
#include "engine/forward/snapshot.h"
#include "ui/request/input_request.h"

#include <memory>
#include <string>
#include <vector>

namespace ffn::app {

/// What the tables are made from; what several of them need is computed once.
class AnalyzeContext {
  public:
    AnalyzeContext(const AnalyzeOptions& asked, const ui::OpenedModel& opened, const ModelInput& fed,
                   TerminalProgress& terminal)
        : options(asked), model(opened), input(fed), progress(terminal), pool(asked.engine.threads) {}

    const AnalyzeOptions& options;
    const ui::OpenedModel& model;
    const ModelInput& input;
    TerminalProgress& progress;
    ThreadPool pool;
    std::shared_ptr<const Snapshot> snapshot{};        ///< b of a comparison
    std::shared_ptr<const Snapshot> against{};         ///< a of a comparison; null where there is none
    std::shared_ptr<const ui::TokenEncoder> encoder{}; ///< null for hidden states

    float threshold() const;
    const Sparsity& sparsity();
    const UnitCensus& census();
    const TokenMatch& match();

  private:
    std::optional<Sparsity> m_sparsity;
    std::optional<UnitCensus> m_census;
    std::optional<TokenMatch> m_match;
};

/// Names of all tables, in the order they are made.
std::vector<std::string> table_names();

/// The tables asked for; all that apply when none was named. Throws Error, saying why, for one that was named
/// and does not apply; Stopped.
std::vector<Table> make_tables(AnalyzeContext& context);

} // namespace ffn::app
