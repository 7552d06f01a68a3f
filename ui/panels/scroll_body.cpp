#include "ui/panels/scroll_body.h"

#include <QLayout>
#include <QScrollArea>

namespace ffn::ui {

int ScrollBody::heightForWidth(int width) const {
    for (const QObject* child : children()) {
        const auto* part = qobject_cast<const QWidget*>(child);
        if (!part || !part->isVisibleTo(this)) continue;
        return part->layout() ? part->layout()->minimumHeightForWidth(width) : part->heightForWidth(width);
    }
    return -1;
}

QScrollArea* scrolling(ScrollBody* body) {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus); // what is inside takes the focus, and scrolls into sight with it
    scroll->setWidget(body);
    return scroll;
}

} // namespace ffn::ui
