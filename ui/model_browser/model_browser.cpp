#include "ui/model_browser/model_browser.h"

#include "ui/first_size.h"
#include "ui/model_browser/tensor_view.h"
#include "ui/tables/table_view.h"

#include <QtWidgets>

namespace ffn::ui {

ModelBrowser::ModelBrowser(const Document* document, const ViewState* state, QWidget* parent)
    : QDialog(parent), m_document(document), m_state(state), m_headline(new QLabel),
      m_blocksTitle(new QLabel), m_tensorsTitle(new QLabel), m_blocks(new TableView),
      m_tensors(new TableView), m_tensor(new TensorView) {
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    layOut();
    connect(m_document, &Document::modelChanged, this, &ModelBrowser::reload);
    connect(m_state, &ViewState::cellChanged, this, [this] { m_tensor->light(*m_state); });
    connect(m_tensor, &TensorView::shownChanged, this, [this] { m_tensor->light(*m_state); });
    connect(m_blocks, &TableView::opened, this, [this](int row) {
        emit blockChosen(
            QString::fromStdString(m_document->opened().model.listing.blocks[std::size_t(row)].id));
    });
    connect(m_tensors, &TableView::chosen, this, &ModelBrowser::showTensorAt);
    for (TableView* table : {m_blocks, m_tensors})
        connect(table, &TableView::failed, m_headline, &QLabel::setText);
    connect(&m_jobs, &JobRunner::failed, m_headline, &QLabel::setText);
    const int em = fontMetrics().averageCharWidth();
    setFirstSize(*this, {em * 190, fontMetrics().height() * 48});
    retranslate();
    reload();
}

void ModelBrowser::layOut() {
    m_headline->setWordWrap(true);
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setObjectName("browserHeadline");
    auto* lists = new QSplitter(Qt::Vertical);
    const auto add = [&](QLabel* title, TableView* table) {
        auto* part = new QWidget;
        auto* column = new QVBoxLayout(part);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(title);
        column->addWidget(table, 1);
        title->setBuddy(table->view());
        lists->addWidget(part);
    };
    add(m_blocksTitle, m_blocks);
    add(m_tensorsTitle, m_tensors);
    lists->setChildrenCollapsible(false);
    lists->setSizes({240, 480});
    m_tensors->setWide(0);
    // Names differ at their ends, and where they differ is what is looked for.
    m_tensors->view()->setTextElideMode(Qt::ElideMiddle);
    auto* across = new QSplitter(Qt::Horizontal);
    across->addWidget(lists);
    across->addWidget(m_tensor);
    across->setChildrenCollapsible(false);
    across->setSizes({570, 690});
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_headline);
    column->addWidget(across, 1);
    for (QPushButton* button : findChildren<QPushButton*>())
        button->setAutoDefault(false);
}

void ModelBrowser::reload() {
    const Opened& opened = m_document->opened();
    const auto& archive = opened.saved ? opened.saved : opened.model.archive;
    if (archive != m_archive) {
        m_archive = archive;
        m_facts.clear();
        m_row = -1;
        m_tensor->showNothing(tr("Choose a tensor on the left."));
        if (m_archive)
            m_jobs.start<std::vector<BlockFacts>>(
                [archive = m_archive, listing = opened.model.listing](const Progress& progress) {
                    return blockFacts(*archive, listing, progress);
                },
                [this](std::vector<BlockFacts> facts) {
                    m_facts = std::move(facts);
                    fillTables();
                });
    }
    fillTables();
    if (const SnapshotPtr tensor = m_tensor->shown()) {
        m_tensor->setMeaning(meaningOf(tensor->block));
        m_tensor->light(*m_state);
    }
    showSomething();
}

// No empty picture: what was asked for, else the first matrix of the open block.
void ModelBrowser::showSomething() {
    if (!m_wanted.isEmpty()) return showTensor(m_wanted);
    const OpenedModel& model = m_document->opened().model;
    if (!isVisible() || m_tensor->shown() || m_tensor->isReading() || !m_archive || model.block < 0) return;
    showTensor(QString::fromStdString(model.listing.blocks[std::size_t(model.block)].tensors.up));
}

std::optional<TensorMeaning> ModelBrowser::meaningOf(const std::string& tensor) const {
    const OpenedModel& model = m_document->opened().model;
    if (model.block < 0) return std::nullopt;
    return tensorMeaning(model.listing.blocks[std::size_t(model.block)], tensor);
}

void ModelBrowser::fillTables() {
    const Opened& opened = m_document->opened();
    const ModelListing& listing = opened.model.listing;
    m_blocks->setTable(blocksTable(listing, m_facts), blockHeaders());
    const QSignalBlocker quiet(m_tensors);
    m_tensors->setTable(m_archive ? tensorsTable(*m_archive, listing) : Table{"tensors", {}, {}},
                        tensorHeaders());
    if (m_row >= 0) m_tensors->moveTo(m_row);
    m_blocks->moveTo(opened.model.block);
    if (!m_archive)
        return m_headline->setText(tr("Nothing is open whose tensors could be listed: random weights and "
                                      "hidden states are in no weight file."));
    m_headline->setText(
        tr("%1 · %2 · %n block(s)", nullptr, int(listing.blocks.size()))
            .arg(QFileInfo(QString::fromStdString(m_archive->path().string())).fileName(),
                 QString::fromUtf8(m_archive->format().data(), qsizetype(m_archive->format().size()))) +
        " · " + tr("%n tensor(s)", nullptr, int(m_archive->tensors().size())));
}

void ModelBrowser::showTensor(const QString& name) {
    m_wanted = name;
    const std::int64_t index = m_archive ? m_archive->find(name.toStdString()) : -1;
    if (index < 0) return;
    m_wanted.clear();
    m_tensors->moveTo(int(index));
}

void ModelBrowser::showTensorAt(int row) {
    if (!m_archive || row < 0) return;
    m_row = row;
    m_tensor->show(m_archive, std::size_t(row), meaningOf(m_archive->tensors()[std::size_t(row)].name),
                   m_document->opened().model.memory_limit);
}

bool ModelBrowser::isSettled() const {
    return !m_jobs.busy() && m_tensor->isSettled();
}

void ModelBrowser::retranslate() {
    setWindowTitle(tr("Model browser"));
    m_blocksTitle->setText(tr("&Blocks: Enter or a double click opens one"));
    m_tensorsTitle->setText(tr("&Tensors of the file"));
    m_blocks->view()->setAccessibleName(tr("Blocks"));
    m_tensors->view()->setAccessibleName(tr("Tensors"));
}

void ModelBrowser::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    retranslate();
    fillTables();
}

void ModelBrowser::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    showSomething();
}

// Enter in a list opens a block; no button is to take it.
void ModelBrowser::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return event->ignore();
    QDialog::keyPressEvent(event);
}

} // namespace ffn::ui
