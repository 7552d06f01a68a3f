#pragma once

#include "ui/document/wish.h"

#include <QUndoCommand>

namespace ffn::ui {

/// A step of undo: the state before and the one after, which need not be computed yet.
class RequestChange : public QUndoCommand {
  public:
    /// Brings a state back; false where the stack is only put right after a failure.
    using Show = std::function<bool(const WishPtr&)>;
    /// Steps of the same series in a row, other than −1, are one.
    RequestChange(Show show, WishPtr before, WishPtr after, const QString& what, int series);

    void undo() override;
    void redo() override;
    int id() const override { return m_series; }
    bool mergeWith(const QUndoCommand* other) override;
    /// What was asked for last came to nothing: the step ends where it ended before.
    void endAt(const WishPtr& after) const { m_after = after; }

  private:
    Show m_show;
    WishPtr m_before;
    mutable WishPtr m_after; // a stack gives its steps away as const only
    int m_series;
    bool m_fresh = true;
};

} // namespace ffn::ui
