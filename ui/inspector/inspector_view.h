#pragma once

#include "engine/analysis/provenance.h"
#include "ui/snapshot_view.h"
#include "ui/view_state.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QModelIndex;
class QToolButton;
class QVBoxLayout;

namespace ffn::ui {

class TermModel;
class TermTable;

/// The cell under the cursor: its value, how it came about as a sum that adds up, what became of it, and the
/// PyTorch line that computes it.
///
/// A click or Enter on a term goes to its cell in the stage before; Back (Alt+Backspace) returns. One cell
/// takes one dot product, so it is worked out at once.
class InspectorView : public QWidget {
    Q_OBJECT
  public:
    explicit InspectorView(ViewState* state, QWidget* parent = nullptr);
    bool isSettled() const { return true; }
    /// It scrolls up and down, but not sideways.
    QSize minimumSizeHint() const override;

  public slots:
    void setSnapshot(ffn::ui::SnapshotPtr snapshot);

  signals:
    void settled();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    struct Cell {
        Stage stage;
        qint64 row, unit;
    };
    void build();
    void buildHead(QVBoxLayout* layout);
    void buildTerms(QVBoxLayout* layout);
    void retranslate();
    void sizeFonts();
    void showCell();
    /// The sum behind the cell; of a hidden unit the dot product that its activation was given.
    std::optional<Provenance> explain(const Cell& cell, int largest) const;
    void showNothing(const QString& sentence);
    void showHead(const Cell& cell);
    void showSum(const std::optional<Provenance>& cell);
    void showNext(const Cell& cell);
    void follow(const QModelIndex& index);
    void goBack();
    void goOn();
    std::optional<Cell> cellAtCursor() const;

    ViewState* m_state;
    SnapshotPtr m_snapshot;
    std::vector<Cell> m_history;
    TermModel* m_terms;
    QToolButton* m_back = nullptr;
    QLabel *m_stage = nullptr, *m_value = nullptr, *m_place = nullptr, *m_formula = nullptr;
    QLabel *m_countLabel = nullptr, *m_check = nullptr, *m_torch = nullptr, *m_nothing = nullptr;
    QComboBox* m_count = nullptr;
    TermTable* m_table = nullptr;
    QToolButton* m_next = nullptr;
    QWidget* m_contents = nullptr;
};

} // namespace ffn::ui
