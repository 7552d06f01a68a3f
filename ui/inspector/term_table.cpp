#include "ui/inspector/term_table.h"

#include "ui/inspector/term_model.h"
#include "ui/panels/bar_delegate.h"

#include <QEvent>
#include <QHeaderView>

#include <algorithm>

namespace ffn::ui {

TermTable::TermTable(QWidget* parent) : QTableView(parent) {
    setItemDelegate(new BarDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(1);
}

void TermTable::fit() {
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 2);
    const int header = horizontalHeader()->sizeHint().height() + 2 * frameWidth();
    setMaximumHeight(header + model()->rowCount() * verticalHeader()->defaultSectionSize());
    fitColumns();
}

// The words give way to the numbers, and the bars take what is left.
void TermTable::fitColumns() {
    if (!model()) return;
    const auto needed = [this](int column) {
        return std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column));
    };
    const int room = viewport()->width();
    const int factor = needed(TermModel::Factor), weight = needed(TermModel::Weight);
    const int least = int(BarDelegate::numberWidth(fontMetrics())) + 16;
    const int words = std::max(least, needed(TermModel::What));
    const int what = std::clamp(room - factor - weight - least, least, words);
    const int widths[] = {what, factor, weight, std::max(least, room - what - factor - weight)};
    for (int column = 0; column < TermModel::kColumns; ++column)
        horizontalHeader()->resizeSection(column, widths[column]);
}

void TermTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && model()) fit();
}

void TermTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

} // namespace ffn::ui
