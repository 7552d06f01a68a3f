#pragma once

#include "engine/analysis/corpus_scan.h"
#include "ui/panels/census_rows.h"
#include "ui/panels/number_table_model.h"
#include "ui/panels/panel.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace ffn::ui {

class NumberTable;
class ThresholdLine;
class UnitRulesPopup;

/// The census of the hidden units: how often each is active, what drives it, what it writes, its kind; to be
/// sorted, filtered, and lit in the map.
class UnitsPanel : public Panel {
    Q_OBJECT
  public:
    explicit UnitsPanel(ViewState* state, QWidget* parent = nullptr);

  protected:
    void refresh() override;
    void showCursor() override;
    void retranslate() override;

  private:
    /// What was counted, kept so that other rules need no second count.
    struct Counted {
        SnapshotPtr snapshot;
        float threshold = 0;
        std::shared_ptr<const CorpusScan> scan;
        std::shared_ptr<const UnitNorms> norms;
        CensusRows rows;
    };
    static Counted count(Counted known, const SnapshotPtr& snapshot, float threshold, UnitRules rules,
                         const Progress& progress);
    void display();
    void writeHeadline();
    void fillTable();
    template <class T>
    std::vector<double> numbers(T UnitRecord::*member) const;
    template <class T>
    NumberColumn bars(const QString& title, const QString& tip, T UnitRecord::*member) const;
    void fillKinds();
    void filter();
    QString kindName(UnitKind kind) const;
    QString topTip(qint64 unit) const;

    Counted m_counted;
    qint64 m_passing = 0;
    QLabel* m_headline;
    QLineEdit* m_filter;
    QComboBox* m_kinds;
    QPushButton* m_rulesButton;
    UnitRulesPopup* m_rules;
    ThresholdLine* m_threshold;
    NumberTable* m_table;
};

} // namespace ffn::ui
