#include "ui/scan/scan_dialog.h"

#include "engine/analysis/unit_census.h"
#include "ui/first_size.h"
#include "ui/tables/table_view.h"
#include "ui/view_state.h"

#include <QtWidgets>

namespace ffn::ui {

ScanDialog::ScanDialog(const Document* document, ViewState* state, QWidget* parent)
    : QDialog(parent), m_document(document), m_state(state), m_files(new QListWidget), m_kept(new QLineEdit),
      m_filesLabel(new QLabel), m_keptLabel(new QLabel), m_headline(new QLabel), m_add(new QPushButton),
      m_remove(new QPushButton), m_browse(new QPushButton), m_start(new QPushButton),
      m_progress(new QProgressBar), m_table(new TableView) {
    auto* grid = new QGridLayout(this);
    grid->addWidget(m_filesLabel, 0, 0, Qt::AlignTop);
    grid->addWidget(m_files, 0, 1, 2, 1);
    grid->addWidget(m_add, 0, 2);
    grid->addWidget(m_remove, 1, 2, Qt::AlignTop);
    grid->addWidget(m_keptLabel, 2, 0);
    grid->addWidget(m_kept, 2, 1);
    grid->addWidget(m_browse, 2, 2);
    grid->addWidget(m_progress, 3, 0, 1, 2);
    grid->addWidget(m_start, 3, 2);
    grid->addWidget(m_headline, 4, 0, 1, 3);
    grid->addWidget(m_table, 5, 0, 1, 3);
    grid->setRowStretch(5, 1);
    grid->setColumnStretch(1, 1);
    m_files->setMaximumHeight(fontMetrics().height() * 5);
    m_files->setSelectionMode(QListWidget::ExtendedSelection);
    m_filesLabel->setBuddy(m_files);
    m_keptLabel->setBuddy(m_kept);
    m_headline->setWordWrap(true);
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_headline->setObjectName("scanHeadline");
    m_start->setObjectName("scanStart");
    m_start->setDefault(true);
    connect(m_add, &QPushButton::clicked, this, &ScanDialog::chooseFiles);
    connect(m_remove, &QPushButton::clicked, this, [this] { qDeleteAll(m_files->selectedItems()); });
    connect(m_browse, &QPushButton::clicked, this, &ScanDialog::chooseKept);
    connect(m_start, &QPushButton::clicked, this, [this] { m_jobs.busy() ? stop() : start(); });
    connect(&m_jobs, &JobRunner::busyChanged, this, &ScanDialog::showState);
    connect(&m_jobs, &JobRunner::progressed, this, [this](qint64 done, qint64 total) {
        m_progress->setValue(total > 0 ? int(done * 1000 / total) : 0);
    });
    connect(&m_jobs, &JobRunner::failed, m_headline, &QLabel::setText);
    connect(m_table, &TableView::failed, m_headline, &QLabel::setText);
    connect(m_table, &TableView::chosen, this,
            [this](int unit) { m_state->pointAt(Stage::Hidden, std::max<qint64>(m_state->row(), 0), unit); });
    m_progress->setRange(0, 1000);
    setFirstSize(*this, {fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 36});
    retranslate();
    showState();
}

void ScanDialog::addFiles(const QStringList& files) {
    for (const QString& file : files)
        if (m_files->findItems(file, Qt::MatchExactly).isEmpty()) m_files->addItem(file);
}

void ScanDialog::setKept(const QString& file) {
    m_kept->setText(file);
}

void ScanDialog::chooseFiles() {
    addFiles(QFileDialog::getOpenFileNames(this, tr("Texts to scan"), {},
                                           tr("Texts") + " (*.txt);;" + tr("All files") + " (*)"));
}

void ScanDialog::chooseKept() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Where the statistics are kept"), "scan.json",
                                                      tr("Statistics") + " (*.json)", nullptr,
                                                      QFileDialog::DontConfirmOverwrite);
    if (!file.isEmpty()) setKept(file);
}

void ScanDialog::start() {
    ScanRequest request;
    for (int i = 0; i < m_files->count(); ++i)
        request.files.push_back(m_files->item(i)->text().toStdString());
    request.kept = m_kept->text().trimmed().toStdString();
    if (request.files.empty()) return m_headline->setText(tr("Add one or more text files first."));
    m_progress->setValue(0);
    m_headline->setText(tr("Scanning…"));
    m_jobs.start<std::shared_ptr<const ScanFindings>>(
        [opened = m_document->opened(), request](const Progress& progress) {
            const CorpusScan scan = run_scan(opened, request, progress);
            return std::make_shared<const ScanFindings>(scan_findings(scan, *opened.model.model));
        },
        [this](const std::shared_ptr<const ScanFindings>& findings) {
            m_progress->setValue(1000);
            showFindings(*findings);
        });
}

void ScanDialog::stop() {
    m_jobs.stop();
    m_headline->setText(m_kept->text().trimmed().isEmpty()
                            ? tr("Stopped.")
                            : tr("Stopped; what was counted is kept, and start goes on from there."));
}

void ScanDialog::showFindings(const ScanFindings& findings) {
    const auto count = [&](UnitKind kind) { return findings.kinds[std::size_t(kind)]; };
    const auto form = [](qint64 n) { return int(std::min<qint64>(n, std::numeric_limits<int>::max())); };
    const QString tokens = tr("%L1 tokens", nullptr, form(findings.tokens)).arg(findings.tokens);
    const QString lines = tr("%L1 lines", nullptr, form(findings.lines)).arg(findings.lines);
    m_headline->setText(
        tr("%1 in %2 seen · %L3 units: %L4 dead so far, %L5 rare, %L6 always on, %L7 of one token, "
           "%L8 of a position")
            .arg(tokens, lines)
            .arg(findings.units)
            .arg(count(UnitKind::DeadSoFar))
            .arg(count(UnitKind::Rare))
            .arg(count(UnitKind::AlwaysOn))
            .arg(count(UnitKind::OneToken))
            .arg(count(UnitKind::Position)));
    m_table->setTable(findings.table);
}

void ScanDialog::showState() {
    m_start->setText(m_jobs.busy() ? tr("&Stop") : tr("&Start"));
}

void ScanDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ScanDialog::retranslate() {
    setWindowTitle(tr("Scan texts"));
    m_filesLabel->setText(tr("&Texts:"));
    m_add->setText(tr("&Add…"));
    m_remove->setText(tr("&Remove"));
    m_keptLabel->setText(tr("&Keep in:"));
    m_kept->setPlaceholderText(tr("nowhere; give a file to stop and go on later"));
    m_browse->setText(tr("&Browse…"));
    showState();
}

} // namespace ffn::ui
