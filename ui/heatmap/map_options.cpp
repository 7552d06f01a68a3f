#include "ui/heatmap/map_options.h"

#include "engine/core/error.h"
#include "ui/heatmap/map_image.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>

namespace ffn::ui {

using Kind = ValueRange::Kind;

MapOptions::MapOptions(QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 4, 6, 2);
    m_map = addChoice();
    m_range = addChoice();
    m_ends = new QLineEdit(this);
    m_ends->setMaximumWidth(fontMetrics().averageCharWidth() * 18);
    row->addWidget(m_ends);
    m_transfer = addChoice();
    m_reduction = addChoice();
    m_transposed = new QCheckBox(this);
    row->addWidget(m_transposed);
    row->addStretch();
    retranslate();
    for (QComboBox* box : {m_map, m_range, m_transfer, m_reduction})
        connect(box, &QComboBox::activated, this, &MapOptions::readWidgets);
    connect(m_transposed, &QCheckBox::clicked, this, &MapOptions::readWidgets);
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

void MapOptions::word(QComboBox* box, const QString& label, const QString& toolTip) {
    static const QRegularExpression kSuffix("\\(&.\\)$"); // of keys in languages without Latin letters
    m_names[box]->setText(label);
    m_names[box]->setToolTip(toolTip);
    box->setToolTip(toolTip);
    box->setAccessibleName(QString(label).remove(kSuffix).remove('&'));
}

void MapOptions::retranslate() {
    word(m_map, tr("&Colours"), tr("Colour map; automatic is diverging for values with both signs"));
    word(m_range, tr("&Range"), tr("Which values the ends of the colour scale stand for"));
    word(m_transfer, tr("&Scale"), tr("How values between the ends are spread over the colours"));
    word(m_reduction, tr("&Pixel shows"), tr("What a pixel shows that stands for many cells"));
    m_ends->setAccessibleName(tr("Ends of the range, lowest:highest"));
    m_ends->setToolTip(tr("Lowest and highest value with a colon between, as −1:2.5"));
    m_transposed->setText(tr("&Transpose"));
    m_transposed->setToolTip(tr("Tokens to the right, units downwards"));
    fill();
    show();
}

void MapOptions::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void MapOptions::fill() {
    for (QComboBox* box : {m_map, m_range, m_transfer, m_reduction})
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
    m_ends->setVisible(m_settings.range.kind == Kind::Typed);
    if (m_settings.range.kind == Kind::Typed) m_ends->setText(valueRangeText(m_settings.range));
    m_showing = false;
}

void MapOptions::showEnds(float low, float high) {
    if (m_settings.range.kind == Kind::Typed || m_ends->hasFocus()) return;
    m_ends->setText(valueRangeText({Kind::Typed, double(low), double(high)}));
}

void MapOptions::readWidgets() {
    if (m_showing) return;
    MapSettings chosen = m_settings;
    chosen.map = m_map->currentData().toString();
    chosen.transfer = Transfer(m_transfer->currentData().toInt());
    chosen.reduction = Reduction(m_reduction->currentData().toInt());
    chosen.transposed = m_transposed->isChecked();
    const auto kind = Kind(m_range->currentData().toInt());
    if (kind == Kind::Percentiles)
        chosen.range = {kind, 1, 99};
    else if (kind == Kind::Typed && m_settings.range.kind != Kind::Typed)
        chosen.range = parseValueRange(m_ends->text()); // the ends shown so far are the ones to begin with
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
