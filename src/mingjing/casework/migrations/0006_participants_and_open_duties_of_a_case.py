from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0005_cases_in_the_order_of_lists'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='dutyrow',
            name='duty_by_case',
        ),
        migrations.RemoveIndex(
            model_name='participant',
            name='participant_by_case',
        ),
        migrations.AddIndex(
            model_name='dutyrow',
            index=models.Index(condition=models.Q(('closed__isnull', True)), fields=['agency', 'case_id', 'period', 'due'], name='duty_open_of_case'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['agency', 'case_id', 'capacity', 'person'], name='participant_of_case'),
        ),
    ]
