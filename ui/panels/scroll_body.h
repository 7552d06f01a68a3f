#pragma once

#include <QWidget>

class QScrollArea;

namespace ffn::ui {

/// What a column scrolls. A scroll area would ask it for the height it likes; it says the least it needs, so
/// that tables and plots shrink before anything scrolls.
class ScrollBody : public QWidget {
  public:
    int heightForWidth(int width) const override;
};

/// A frameless area that scrolls `body` up and down.
QScrollArea* scrolling(ScrollBody* body);

} // namespace ffn::ui
