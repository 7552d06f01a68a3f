#include "ui/document/request_change.h"

#include <utility>

namespace ffn::ui {

RequestChange::RequestChange(Show show, WishPtr before, WishPtr after, const QString& what, int series)
    : QUndoCommand(what), m_show(std::move(show)), m_before(std::move(before)), m_after(std::move(after)),
      m_series(series) {}

void RequestChange::undo() {
    // What never came to anything is not there to be done again: the stack drops it.
    setObsolete(!m_show(m_before) && !m_after->request);
}

void RequestChange::redo() {
    // When pushed, the change is under way already.
    if (std::exchange(m_fresh, false)) return;
    m_show(m_after);
}

bool RequestChange::mergeWith(const QUndoCommand* other) {
    m_after = static_cast<const RequestChange*>(other)->m_after;
    return true;
}

} // namespace ffn::ui
