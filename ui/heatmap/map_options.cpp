#include "ui/heatmap/map_options.h"

#include "engine/core/error.h"
#include "ui/heatmap/map_image.h"
#include "ui/heatmap/wrapping_row.h"

#include <QActionGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

using Kind = ValueRange::Kind;

namespace {

// The ends in use as typed ones; a little apart where all values are the same.
ValueRange typedRange(double low, double high) {
    const double apart = low < high ? 0 : std::max(1e-3, std::abs(low) * 1e-3);
    return {Kind::Typed, low - apart, high + apart};
}

} // namespace

MapOptions::MapOptions(QWidget* parent) : QWidget(parent) {
    auto* row = new WrappingRow(this);
    row->setContentsMargins(6, 4, 6, 2);
    m_map = addChoice();
    m_range = addChoice();
    m_ends = new QLineEdit(this);
    m_ends->setMaximumWidth(fontMetrics().averageCharWidth() * 18);
    row->addWidget(m_ends);
    m_shared = new QCheckBox(this);
    row->addWidget(m_shared);
    m_transfer = addChoice();
    m_reduction = addChoice();
    addOrder();
    m_margins = addChoice();
    m_transposed = new QCheckBox(this);
    row->addWidget(m_transposed);
    retranslate();
    for (QComboBox* box : {m_map, m_range, m_transfer, m_reduction, m_margins})
        connect(box, &QComboBox::activated, this, &MapOptions::readWidgets);
    for (QCheckBox* box : {m_transposed, m_shared})
        connect(box, &QCheckBox::clicked, this, &MapOptions::readWidgets);
    connect(m_ends, &QLineEdit::editingFinished, this, &MapOptions::readEnds);
}

QComboBox* MapOptions::addChoice() {
    auto* name = new QLabel(this);
    auto* box = new QComboBox(this);
    name->setBuddy(box);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layout()->addWidget(name);
    layout()->addWidget(box);
    m_names[box] = name;
    return box;
}

void MapOptions::addOrder() {
    m_order = new QToolButton(this);
    m_order->setPopupMode(QToolButton::InstantPopup);
    m_order->setToolButtonStyle(Qt::ToolButtonTextOnly);
    auto* menu = new QMenu(m_order);
    m_unitOrder = addOrderChoices(menu, &MapSettings::units);
    m_rowOrder = addOrderChoices(menu, &MapSettings::rows);
    m_order->setMenu(menu);
    layout()->addWidget(m_order);
}

MapOptions::OrderChoices MapOptions::addOrderChoices(QMenu* menu, AxisOrder MapSettings::*axis) {
    OrderChoices choices{menu->addSection(QString()), new QActionGroup(this)};
    using enum OrderBy;
    for (const OrderBy by : {Number, Activity, Mean, Alike, Chosen}) {
        QAction* action = menu->addAction(QString());
        action->setCheckable(true);
        action->setData(int(by));
        choices.group->addAction(action);
        connect(action, &QAction::triggered, this, [this, axis, by] { chooseOrder(axis, by); });
    }
    return choices;
}

void MapOptions::chooseOrder(AxisOrder MapSettings::*axis, OrderBy by) {
    MapSettings chosen = m_settings;
    AxisOrder& order = chosen.*axis;
    order.by = by;
    if (by == OrderBy::Chosen) {
        bool accepted = false;
        const QString list =
            QInputDialog::getText(this, tr("Order by a list"), tr("Numbers to put first, as 12, 55-60, 7:"),
                                  QLineEdit::Normal, order.list, &accepted);
        if (!accepted || list.trimmed().isEmpty()) return show();
        order.list = list.trimmed();
        try {
            parse_numbers(order.list.toStdString());
        } catch (const Error& error) {
            show();
            emit refused(QString::fromUtf8(error.what()));
            return;
        }
    }
    setSettings(chosen);
}

void MapOptions::wordOrder(const OrderChoices& choices, const QString& title, const AxisOrder& order) {
    choices.title->setText(title);
    for (QAction* action : choices.group->actions()) {
        const auto by = OrderBy(action->data().toInt());
        action->setText(by == OrderBy::Chosen ? orderText(by) + u'…' : orderText(by));
        action->setChecked(by == order.by);
    }
}

void MapOptions::word(QComboBox* box, const QString& label, const QString& toolTip) {
    static const QRegularExpression kSuffix("\\(&.\\)$"); // of keys in languages without Latin letters
    m_names[box]->setText(label);
    m_names[box]->setToolTip(toolTip);
    box->setToolTip(toolTip);
    box->setAccessibleName(QString(label).remove(kSuffix).remove('&'));
}

void MapOptions::setOf(MapOf of) {
    m_of = of;
    const bool stage = of == MapOf::Stage;
    m_shared->setVisible(stage);
    m_margins->setVisible(stage);
    m_names[m_margins]->setVisible(stage);
    retranslate();
}

void MapOptions::retranslate() {
    word(m_map, tr("&Colours"), tr("Colour map; automatic is diverging for values with both signs"));
    word(m_range, tr("&Range"), tr("Which values the ends of the colour scale stand for"));
    word(m_transfer, tr("&Scale"), tr("How values between the ends are spread over the colours"));
    word(m_reduction, tr("&Pixel shows"), tr("What a pixel shows that stands for many cells"));
    m_ends->setAccessibleName(tr("Ends of the range, lowest:highest"));
    m_ends->setToolTip(tr("Lowest and highest value with a colon between, as −1:2.5"));
    word(m_margins, tr("Ed&ges"),
         tr("What is drawn along the edges: the row and column of the cursor, or how much of every row and "
            "column is "
            "active (not 0; for smooth activations above the panels' threshold)"));
    m_shared->setText(tr("&all stages"));
    m_shared->setToolTip(tr("One range for all stages, so that their colours can be compared"));
    m_order->setToolTip(
        m_of == MapOf::Stage
            ? tr("In which order units and tokens are shown; labels always tell their true names")
            : tr("In which order columns and rows are shown; labels always tell their true numbers"));
    m_transposed->setText(tr("&Transpose"));
    m_transposed->setToolTip(m_of == MapOf::Stage ? tr("Tokens to the right, units downwards")
                                                  : tr("Rows to the right, columns downwards"));
    fill();
    show();
}

void MapOptions::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void MapOptions::fill() {
    for (QComboBox* box : {m_map, m_range, m_transfer, m_reduction, m_margins})
        box->clear();
    m_map->addItem(tr("automatic"), QString());
    for (const ColorMap& map : color_maps()) {
        const QString name = QString::fromUtf8(map.name.data(), qsizetype(map.name.size()));
        if (!name.endsWith("_dark")) m_map->addItem(QString(name).replace('_', u'–'), name);
    }
    m_range->addItem(tr("automatic"), int(Kind::Automatic));
    m_range->addItem(tr("symmetric"), int(Kind::Symmetric));
    m_range->addItem(tr("percentiles 1–99"), int(Kind::Percentiles));
    m_range->addItem(tr("visible part"), int(Kind::Visible));
    m_range->addItem(tr("typed"), int(Kind::Typed));
    m_transfer->addItem(tr("linear"), int(Transfer::Linear));
    m_transfer->addItem(tr("symmetric log"), int(Transfer::SymLog));
    m_transfer->addItem(tr("square root"), int(Transfer::SquareRoot));
    m_margins->addItem(tr("cursor"), int(Margins::Cursor));
    m_margins->addItem(tr("active fraction"), int(Margins::Activity));
    using enum Reduction;
    for (const Reduction r : {SignedMaxAbs, Mean, Min, Max, FractionNonZero})
        m_reduction->addItem(reductionText(r), int(r));
}

void MapOptions::setSettings(const MapSettings& settings) {
    if (settings == m_settings) return;
    m_settings = settings;
    show();
    emit changed(m_settings);
}

void MapOptions::show() {
    m_showing = true;
    m_map->setCurrentIndex(std::max(0, m_map->findData(m_settings.map)));
    m_range->setCurrentIndex(m_range->findData(int(m_settings.range.kind)));
    m_transfer->setCurrentIndex(m_transfer->findData(int(m_settings.transfer)));
    m_reduction->setCurrentIndex(m_reduction->findData(int(m_settings.reduction)));
    m_transposed->setChecked(m_settings.transposed);
    m_margins->setCurrentIndex(m_margins->findData(int(m_settings.margins)));
    m_shared->setChecked(m_settings.sharedRange);
    m_shared->setEnabled(m_settings.range.kind != Kind::Typed && m_settings.range.kind != Kind::Visible);
    wordOrder(m_unitOrder, m_of == MapOf::Stage ? tr("Units") : tr("Columns"), m_settings.units);
    wordOrder(m_rowOrder, m_of == MapOf::Stage ? tr("Tokens") : tr("Rows"), m_settings.rows);
    const bool ordered = m_settings.units.by != OrderBy::Number || m_settings.rows.by != OrderBy::Number;
    m_order->setText(ordered ? tr("&Order •") : tr("&Order"));
    m_ends->setVisible(m_settings.range.kind == Kind::Typed);
    if (m_settings.range.kind == Kind::Typed) m_ends->setText(valueRangeText(m_settings.range));
    m_showing = false;
}

void MapOptions::showEnds(float low, float high) {
    m_low = low;
    m_high = high;
}

void MapOptions::readWidgets() {
    if (m_showing) return;
    MapSettings chosen = m_settings;
    chosen.map = m_map->currentData().toString();
    chosen.transfer = Transfer(m_transfer->currentData().toInt());
    chosen.reduction = Reduction(m_reduction->currentData().toInt());
    chosen.transposed = m_transposed->isChecked();
    chosen.margins = Margins(m_margins->currentData().toInt());
    chosen.sharedRange = m_shared->isChecked();
    const auto kind = Kind(m_range->currentData().toInt());
    if (kind == Kind::Percentiles)
        chosen.range = {kind, 1, 99};
    else if (kind == Kind::Typed && m_settings.range.kind != Kind::Typed)
        chosen.range = typedRange(double(m_low), double(m_high));
    else if (kind != Kind::Typed)
        chosen.range = {kind, 0, 0};
    setSettings(chosen);
}

void MapOptions::readEnds() {
    if (m_showing || m_settings.range.kind != Kind::Typed) return;
    MapSettings chosen = m_settings;
    try {
        chosen.range = parseValueRange(m_ends->text().replace(u'−', '-'));
    } catch (const Error& error) {
        m_ends->setToolTip(QString::fromUtf8(error.what()));
        m_ends->setText(valueRangeText(m_settings.range));
        return;
    }
    if (chosen.range.kind == Kind::Typed)
        m_ends->setToolTip(tr("Lowest and highest value with a colon between"));
    setSettings(chosen);
}

} // namespace ffn::ui
