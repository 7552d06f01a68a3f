#include "ui/scan/layers_dialog.h"

#include "engine/analysis/unit_tables.h"
#include "ui/first_size.h"
#include "ui/panels/plot.h"
#include "ui/tables/table_view.h"

#include <QtWidgets>

namespace ffn::ui {

LayersDialog::LayersDialog(const Document* document, QWidget* parent)
    : QDialog(parent), m_document(document), m_headline(new QLabel), m_note(new QLabel),
      m_progress(new QProgressBar), m_stop(new QPushButton), m_active(new Plot), m_dead(new Plot),
      m_update(new Plot), m_table(new TableView) {
    auto* column = new QVBoxLayout(this);
    auto* line = new QHBoxLayout;
    line->addWidget(m_progress, 1);
    line->addWidget(m_stop);
    column->addWidget(m_headline);
    column->addWidget(m_note);
    column->addLayout(line);
    for (Plot* plot : {m_active, m_dead, m_update}) {
        column->addWidget(plot, 1);
        connect(plot, &Plot::chosen, this, [this](int layer) {
            emit blockChosen(QString::fromStdString(m_layers[std::size_t(layer)].block));
        });
    }
    column->addWidget(m_table, 2);
    QFont bold;
    bold.setBold(true);
    m_headline->setFont(bold);
    m_headline->setObjectName("layersHeadline");
    m_note->setWordWrap(true);
    m_progress->setRange(0, 1000);
    connect(m_stop, &QPushButton::clicked, &m_jobs, &JobRunner::stop);
    connect(&m_jobs, &JobRunner::busyChanged, m_stop, &QPushButton::setEnabled);
    connect(&m_jobs, &JobRunner::progressed, this, [this](qint64 done, qint64 total) {
        m_progress->setValue(total > 0 ? int(done * 1000 / total) : 0);
    });
    connect(&m_jobs, &JobRunner::failed, m_headline, &QLabel::setText);
    connect(m_table, &TableView::failed, m_headline, &QLabel::setText);
    connect(m_table, &TableView::opened, this, [this](int layer) {
        emit blockChosen(QString::fromStdString(m_layers[std::size_t(layer)].block));
    });
    setFirstSize(*this, {fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 44});
    retranslate();
}

void LayersDialog::start() {
    m_progress->setValue(0);
    m_jobs.start<std::vector<LayerSummary>>(
        [opened = m_document->opened()](const Progress& progress) {
            return summarize_layers(opened, progress);
        },
        [this](std::vector<LayerSummary> layers) {
            m_progress->setValue(1000);
            showLayers(std::move(layers));
        });
}

void LayersDialog::showLayers(std::vector<LayerSummary> layers) {
    m_layers = std::move(layers);
    std::vector<double> x, active, all, dead, update;
    QStringList names;
    for (const LayerSummary& layer : m_layers) {
        x.push_back(double(x.size()));
        names += QString::number(x.size() - 1);
        active.push_back(layer.active_fraction * 100);
        all.push_back(layer.union_fraction * 100);
        dead.push_back(double(layer.kinds[std::size_t(UnitKind::DeadSoFar)]));
        update.push_back(layer.update_ratio);
    }
    m_active->setSeries({{tr("of all cells"), x, active, PlotSeries::Look::Bars, 0},
                         {tr("of units, on any token"), x, all, PlotSeries::Look::Dots, 1}});
    m_dead->setSeries({{tr("units never active"), x, dead, PlotSeries::Look::Bars, 0}});
    m_update->setSeries({{tr("update over input"), x, update, PlotSeries::Look::Bars, 0}});
    for (Plot* plot : {m_active, m_dead, m_update})
        plot->setLabels(names);
    if (!m_layers.empty())
        m_headline->setText(tr("%n block(s)", nullptr, int(m_layers.size())) + " · " +
                            tr("%n tokens seen", nullptr, int(m_layers.front().tokens_seen)));
    m_table->setTable(layers_table(m_layers));
}

void LayersDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    retranslate();
    showLayers(m_layers);
}

void LayersDialog::retranslate() {
    setWindowTitle(tr("All blocks"));
    m_note->setText(tr(
        "Every block gets the input that is open. In the network only the first block's input comes straight "
        "from the embeddings."));
    m_stop->setText(tr("&Stop"));
    m_active->setTitles({}, tr("active, %"));
    m_dead->setTitles({}, tr("never active"));
    m_update->setTitles(tr("block"), tr("‖f(x)‖ / ‖x‖"));
}

} // namespace ffn::ui
