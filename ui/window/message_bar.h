#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace ffn::ui {

/// One line under the toolbar that says what went wrong or what a person should know, until dismissed.
class MessageBar : public QFrame {
    Q_OBJECT
  public:
    enum class Kind { Error, Note };
    explicit MessageBar(QWidget* parent = nullptr);
    /// `about`: what the sentence is about, so that it can be withdrawn once that is well again.
    void show(const QString& sentence, Kind kind, const QObject* about = nullptr);
    /// Hides what was said about that; another sentence stays.
    void withdraw(const QObject* about);
    QString text() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void recolor();
    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_close;
    Kind m_kind = Kind::Note;
    const QObject* m_about = nullptr; ///< only compared
};

} // namespace ffn::ui
